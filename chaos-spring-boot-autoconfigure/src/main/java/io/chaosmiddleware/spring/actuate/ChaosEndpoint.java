package io.chaosmiddleware.spring.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The actuator endpoint {@code chaos}: what is attacking me, where does it come from,
 * what has it hit, why not? All its other calls are nested documents or must not be
 * overridden by parameters, which an operation cannot do, and are mapped by
 * {@link ChaosWebMvcHandlerMapping}, {@link ChaosWebFluxHandlerMapping} and
 * {@link ChaosJmxExtension}.
 */
@Endpoint(id = ChaosEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class ChaosEndpoint {

	/** The id of the endpoint. */
	public static final String ID = "chaos";

	private final ChaosOperations operations;

	/**
	 * Create the endpoint.
	 * @param operations what can be asked
	 */
	public ChaosEndpoint(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Show everything about the engine.
	 * @return the report
	 */
	@ReadOperation
	public Map<String, Object> status() {
		return this.operations.status(RecentVerdicts.ALL);
	}

}
