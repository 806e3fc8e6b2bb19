package io.chaosmiddleware.engine;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the loading of attacks is going, for people who look. Immutable.
 *
 * @param loader the name of the loader, such as {@code proofdock}
 * @param state what it is doing
 * @param missing what has to be configured before it can load, empty unless it is
 * {@link State#NOT_CONFIGURED}
 * @param lastSuccess when attacks were last loaded, possibly none
 * @param lastFailure when they last could not be loaded
 * @param lastError why they last could not be loaded: one printable sentence without any
 * secret
 * @param nextCall when the loader is called next, if that is known
 */
public record LoaderStatus(String loader, State state, List<String> missing, @Nullable Instant lastSuccess,
		@Nullable Instant lastFailure, @Nullable String lastError, @Nullable Instant nextCall) {

	/**
	 * Create a status.
	 * @param loader the name of the loader
	 * @param state what it is doing
	 * @param missing what has to be configured, copied
	 * @param lastSuccess when attacks were last loaded
	 * @param lastFailure when they last could not be loaded
	 * @param lastError why they last could not be loaded
	 * @param nextCall when the loader is called next
	 */
	public LoaderStatus {
		missing = List.copyOf(missing);
	}

	/**
	 * What a loader is doing.
	 */
	public enum State {

		/** It lacks something, and is never called. */
		NOT_CONFIGURED,

		/** It was switched off, and is never called. */
		DISABLED,

		/** The middleware stands down, so it is never called. */
		GUARDED,

		/** It was not called yet, or its first call is still running. */
		STARTING,

		/** Its last call succeeded. */
		OK,

		/** Its last call failed; what it had loaded is unloaded. */
		FAILING,

		/** It failed so often in a row that it is left alone for a while. */
		OPEN,

		/** The application stops; what was loaded is unloaded. */
		STOPPED

	}

}
