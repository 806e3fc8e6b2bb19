package io.chaosmiddleware.spring.web;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Where an attacked request can show that it is: what {@link AttackTrail} needs to know
 * of the request of an adapter.
 */
public interface AttackedRequest {

	/**
	 * Return the context of the observation of the whole request by the server.
	 * @return the context, {@code null} if the request is not observed
	 */
	Observation.@Nullable Context serverObservationContext();

	/**
	 * Return the innermost observation at this point of the request: that of the server,
	 * or one that it is a parent of.
	 * @return the observation, {@code null} if there is none
	 */
	@Nullable ObservationView currentObservation();

	/**
	 * Make the log lines of the request say how it is attacked.
	 * @param effects the value for the key {@link AttackTrail#LOG_KEY}
	 */
	void logEffects(String effects);

}
