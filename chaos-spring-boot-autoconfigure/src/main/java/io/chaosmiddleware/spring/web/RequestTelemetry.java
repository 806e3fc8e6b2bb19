package io.chaosmiddleware.spring.web;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AttackTrail} needs to know about an attacked request. Each adapter
 * implements this interface for its native request.
 */
public interface RequestTelemetry {

	/**
	 * Return the context of the observation of the server, which covers the whole
	 * request.
	 * @return the context, {@code null} if the request is not observed
	 */
	Observation.@Nullable Context serverObservationContext();

	/**
	 * Return the current observation of the request. This is the observation of the
	 * server or a descendant of it.
	 * @return the observation, {@code null} if there is none
	 */
	@Nullable ObservationView currentObservation();

	/**
	 * Add the injected effects to the log lines of the request.
	 * @param effects the value for the key {@link AttackTrail#LOG_KEY}
	 */
	void logEffects(String effects);

}
