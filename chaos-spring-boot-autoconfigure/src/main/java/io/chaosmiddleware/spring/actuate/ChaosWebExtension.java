package io.chaosmiddleware.spring.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Reading the endpoint {@code chaos} over HTTP, where the recent requests can be
 * filtered.
 */
@EndpointWebExtension(endpoint = ChaosEndpoint.class)
public class ChaosWebExtension {

	private final ChaosOperations operations;

	/**
	 * Create the extension.
	 * @param operations what can be asked
	 */
	public ChaosWebExtension(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Show everything about the engine.
	 * @param route shows only recent requests whose path this route hits
	 * @param verdict shows only recent requests with such a verdict
	 * @param source shows only recent requests with a verdict from this source
	 * @return the report, or a problem document
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
