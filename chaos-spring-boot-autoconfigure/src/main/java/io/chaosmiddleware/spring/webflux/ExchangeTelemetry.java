package io.chaosmiddleware.spring.webflux;

import io.chaosmiddleware.spring.web.AttackTrail;
import io.chaosmiddleware.spring.web.RequestTelemetry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * Where an attacked exchange shows that it is attacked: in the observation of its server
 * and in its Reactor context.
 */
final class ExchangeTelemetry implements RequestTelemetry {

	private final ServerWebExchange exchange;

	private final ContextView context;

	private volatile @Nullable String effects;

	ExchangeTelemetry(ServerWebExchange exchange, ContextView context) {
		this.exchange = exchange;
		this.context = context;
	}

	@Override
	public Observation.@Nullable Context serverObservationContext() {
		return ServerRequestObservationContext.findCurrent(this.exchange.getAttributes()).orElse(null);
	}

	@Override
	public @Nullable ObservationView currentObservation() {
		return this.context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
	}

	@Override
	public void logEffects(String effects) {
		this.effects = effects;
	}

	/**
	 * Add the injected effects to the log lines of the rest of the request. The effects
	 * are kept in the Reactor context, since no thread belongs to the request.
	 */
	Mono<Void> writeTo(Mono<Void> rest) {
		String effects = this.effects;
		return (effects != null) ? rest.contextWrite((context) -> context.put(AttackTrail.LOG_KEY, effects)) : rest;
	}

}
