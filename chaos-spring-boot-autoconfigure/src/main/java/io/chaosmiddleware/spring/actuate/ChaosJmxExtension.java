package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.engine.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * The endpoint {@code chaos} for JMX. Documents are the same as over HTTP, as texts.
 * Failures are exceptions of the JDK, which every JMX client can read.
 */
@EndpointJmxExtension(endpoint = ChaosEndpoint.class)
public class ChaosJmxExtension {

	// JMX does not tell who calls.
	private static final Operator OPERATOR = new Operator("jmx", null, null);

	private final ChaosOperations operations;

	/**
	 * Create the extension.
	 * @param operations what can be asked and commanded
	 */
	public ChaosJmxExtension(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Explain what would be done to a request.
	 * @param document describes the request
	 * @return the verdict of every action
	 */
	@ReadOperation
	public Map<String, Object> explain(String document) {
		return read(this.operations::explain, document);
	}

	/**
	 * Show recent requests, the newest first.
	 * @param route shows only those whose path this route hits
	 * @param verdict shows only those with such a verdict
	 * @param source shows only those with a verdict from this source
	 * @return the requests with their verdicts
	 */
	@ReadOperation
	public List<Map<String, Object>> recent(@Nullable String route, @Nullable String verdict, @Nullable String source) {
		return this.operations.recent(RecentVerdicts.of(route, verdict, source));
	}

	/**
	 * Start an attack.
	 * @param document the attack, optionally with its duration
	 * @return the started attack
	 */
	@WriteOperation
	public Map<String, Object> start(String document) {
		return read((bytes) -> this.operations.start(bytes, OPERATOR), document);
	}

	/**
	 * The kill switch.
	 * @return the state
	 */
	@WriteOperation
	public Map<String, Object> halt() {
		return this.operations.halt(OPERATOR);
	}

	/**
	 * Release the kill switch.
	 * @return the state
	 */
	@WriteOperation
	public Map<String, Object> resume() {
		return this.operations.resume(OPERATOR);
	}

	/**
	 * Cancel an attack that was started here.
	 * @param id its id
	 * @return what was cancelled
	 */
	@DeleteOperation
	public Map<String, Object> cancel(String id) {
		return this.operations.cancel(id, OPERATOR);
	}

	/**
	 * Cancel all attacks that were started here.
	 * @return what was cancelled
	 */
	@DeleteOperation
	public Map<String, Object> cancelAll() {
		return this.operations.cancelAll(OPERATOR);
	}

	private static Map<String, Object> read(Function<byte[], Map<String, Object>> operation, String document) {
		try {
			return operation.apply(document.getBytes(StandardCharsets.UTF_8));
		}
		catch (AttackRefusedException ex) {
			throw new IllegalArgumentException(ex.getMessage());
		}
	}

}
