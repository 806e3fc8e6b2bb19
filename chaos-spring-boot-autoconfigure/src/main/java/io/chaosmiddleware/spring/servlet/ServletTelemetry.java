package io.chaosmiddleware.spring.servlet;

import io.chaosmiddleware.spring.web.RequestTelemetry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Where an attacked servlet request shows that it is attacked: in the observation of its
 * server and in the MDC of its thread.
 *
 * @param request the native request
 * @param observationRegistry the registry that knows the current observation of the
 * thread
 */
record ServletTelemetry(HttpServletRequest request,
		ObservationRegistry observationRegistry) implements RequestTelemetry {

	@Override
	public Observation.@Nullable Context serverObservationContext() {
		return ServerHttpObservationFilter.findObservationContext(this.request).orElse(null);
	}

	@Override
	public @Nullable Observation currentObservation() {
		return this.observationRegistry.getCurrentObservation();
	}

	@Override
	public void logEffects(String effects) {
		LoggedEffects.put(this.request, effects);
	}

}
