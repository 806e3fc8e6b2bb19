package io.chaosmiddleware.spring.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The {@code chaos} endpoint of the actuator. Its only operation reads the status. An
 * operation of Spring Boot can neither read a nested document over HTTP nor refuse a
 * body, so that {@link ChaosWebMvcHandlerMapping} and {@link ChaosWebFluxHandlerMapping}
 * map the other calls. {@link ChaosJmxExtension} adds them as operations over JMX.
 */
@Endpoint(id = ChaosEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class ChaosEndpoint {

	/** The id of the endpoint. */
	public static final String ID = "chaos";

	private final ChaosOperations operations;

	/**
	 * Create the endpoint.
	 * @param operations the operations of the endpoint
	 */
	public ChaosEndpoint(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Show the state of the engine, its attacks and its recent decisions.
	 * @return the report
	 */
	@ReadOperation
	public Map<String, Object> status() {
		return this.operations.status(RecentVerdicts.ALL);
	}

}
