package io.chaosmiddleware.engine;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The status of the loading of attacks, for people. Immutable.
 *
 * @param loader the name of the loader, such as {@code proofdock}
 * @param state what the loader is doing
 * @param missing the settings that the loader lacks, empty unless the state is
 * {@link State#NOT_CONFIGURED}
 * @param lastSuccess when attacks (possibly none) were last loaded successfully,
 * {@code null} if never
 * @param lastFailure when loading attacks last failed, {@code null} if never
 * @param lastError why loading attacks last failed, as one printable sentence that does
 * not contain secrets
 * @param nextCall when the loader is called next, {@code null} if unknown
 */
public record LoaderStatus(String loader, State state, List<String> missing, @Nullable Instant lastSuccess,
		@Nullable Instant lastFailure, @Nullable String lastError, @Nullable Instant nextCall) {

	/**
	 * Create a status.
	 * @param loader the name of the loader
	 * @param state what the loader is doing
	 * @param missing the settings that the loader lacks, copied
	 * @param lastSuccess when attacks were last loaded successfully
	 * @param lastFailure when loading attacks last failed, {@code null} if never
	 * @param lastError why loading attacks last failed
	 * @param nextCall when the loader is called next
	 */
	public LoaderStatus {
		missing = List.copyOf(missing);
	}

	/**
	 * What a loader is doing.
	 */
	public enum State {

		/** The loader is not fully configured, and is never called. */
		NOT_CONFIGURED,

		/** The loader is switched off, and is never called. */
		DISABLED,

		/** The middleware is guarded, so the loader is never called. */
		GUARDED,

		/** The loader has not been called yet, or its first call is still running. */
		STARTING,

		/** The last call succeeded. */
		OK,

		/** The last call failed, and all loaded attacks were unloaded. */
		FAILING,

		/** The loader failed so often in a row that it is not called for a while. */
		OPEN,

		/** The application is stopping, and all loaded attacks were unloaded. */
		STOPPED

	}

}
