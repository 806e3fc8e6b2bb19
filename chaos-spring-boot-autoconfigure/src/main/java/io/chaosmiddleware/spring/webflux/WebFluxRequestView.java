package io.chaosmiddleware.spring.webflux;

import java.security.Principal;
import java.util.List;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.web.IncomingRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * What is read from a WebFlux request in order to decide.
 *
 * @param exchange the exchange
 * @param context the context whose requests are attacked
 * @param principal the user who sends the request, {@code null} if nobody is
 * authenticated, or if the decision does not need to know
 */
record WebFluxRequestView(ServerWebExchange exchange, ServingContext context,
		@Nullable Principal principal) implements IncomingRequest {

	@Override
	public String method() {
		return this.exchange.getRequest().getMethod().name();
	}

	@Override
	public String path() {
		return this.exchange.getRequest().getPath().pathWithinApplication().value();
	}

	@Override
	public @Nullable String query() {
		return this.exchange.getRequest().getURI().getRawQuery();
	}

	@Override
	public List<String> headers(String name) {
		return this.exchange.getRequest().getHeaders().getOrEmpty(name);
	}

	@Override
	public boolean hasAttackHeader() {
		return this.exchange.getRequest().getHeaders().containsHeader(AttackEngine.ATTACK_HEADER);
	}

	@Override
	public boolean isPreFlight() {
		return CorsUtils.isPreFlightRequest(this.exchange.getRequest());
	}

	@Override
	public boolean isError() {
		// A filter of the application may have set an error status and passed the request
		// on to an error handler.
		HttpStatusCode status = this.exchange.getResponse().getStatusCode();
		return status != null && status.isError();
	}

	@Override
	public boolean isOurs() {
		return this.context.serves(this.exchange);
	}

}
