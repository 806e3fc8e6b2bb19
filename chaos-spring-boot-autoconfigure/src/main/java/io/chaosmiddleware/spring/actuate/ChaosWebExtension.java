package io.chaosmiddleware.spring.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The read operation of the {@code chaos} endpoint over HTTP, whose parameters filter the
 * recent requests.
 */
@EndpointWebExtension(endpoint = ChaosEndpoint.class)
public class ChaosWebExtension {

	private final ChaosOperations operations;

	/**
	 * Create the extension.
	 * @param operations the operations of the endpoint
	 */
	public ChaosWebExtension(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Show the state of the engine, its attacks and its recent decisions.
	 * @param route the route that must hit the path of a recent request, {@code null} for
	 * any path
	 * @param verdict the code of the kind of verdict that a recent request must have,
	 * {@code null} for any
	 * @param source the code of the source of that verdict, {@code null} for any
	 * @return the report, or a problem document if a parameter is not valid
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> status(@Nullable String route, @Nullable String verdict,
			@Nullable String source) {
		RecentVerdicts filter;
		try {
			filter = RecentVerdicts.of(route, verdict, source);
		}
		catch (IllegalArgumentException ex) {
			return ChaosHttpCalls.badRequest(String.valueOf(ex.getMessage()));
		}
		return new WebEndpointResponse<>(this.operations.status(filter));
	}

}
