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
 * The {@code chaos} endpoint over JMX. It takes the same documents as over HTTP, as text.
 * Operations that fail throw exceptions of the JDK only, since a JMX client does not have
 * other classes.
 */
@EndpointJmxExtension(endpoint = ChaosEndpoint.class)
public class ChaosJmxExtension {

	// JMX does not say who makes a call.
	private static final Operator OPERATOR = new Operator("jmx", null, null);

	private final ChaosOperations operations;

	/**
	 * Create the extension.
	 * @param operations the operations of the endpoint
	 */
	public ChaosJmxExtension(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Explain what would be done to a request.
	 * @param document the document that describes the request
	 * @return the verdict of every action
	 */
	@ReadOperation
	public Map<String, Object> explain(String document) {
		return read(this.operations::explain, document);
	}

	/**
	 * Show recent requests, the newest first.
	 * @param route the route that must hit the path, {@code null} for any path
	 * @param verdict the code of the kind of verdict, {@code null} for any
	 * @param source the code of the source of that verdict, {@code null} for any
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
	 * Halt all attacks of all sources.
	 * @return the state
	 */
	@WriteOperation
	public Map<String, Object> halt() {
		return this.operations.halt(OPERATOR);
	}

	/**
	 * Resume attacks, and call the attack loader.
	 * @return the state
	 */
	@WriteOperation
	public Map<String, Object> resume() {
		return this.operations.resume(OPERATOR);
	}

	/**
	 * Cancel an attack that was started at the endpoint.
	 * @param id the id of the attack
	 * @return the cancelled attack
	 */
	@DeleteOperation
	public Map<String, Object> cancel(String id) {
		return this.operations.cancel(id, OPERATOR);
	}

	/**
	 * Cancel all attacks that were started at the endpoint.
	 * @return the cancelled attacks
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
