package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.incoming.AttackedRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * An attacked exchange.
 *
 * @param exchange the exchange
 * @param context knows the current observation
 */
record AttackedExchange(ServerWebExchange exchange, ContextView context) implements AttackedRequest {

	@Override
	public Observation.@Nullable Context serverObservationContext() {
		return ServerRequestObservationContext.findCurrent(this.exchange.getAttributes()).orElse(null);
	}

	@Override
	public @Nullable ObservationView currentObservation() {
		return this.context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
	}

}
