package io.chaosmiddleware.effect;

import java.util.function.DoubleSupplier;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the body of an answer while it is sent, before the server compresses
 * it. Several such effects add up. Immutable and safe for use by many threads.
 */
public sealed interface BodyEffect extends Effect permits Throttle, Truncate, Corrupt {

	/** The rate of an effect that does not slow the answer down. */
	long UNLIMITED = Long.MAX_VALUE;

	/**
	 * Return how fast the body is sent at most.
	 * @return bytes per second, {@link #UNLIMITED} if it is not slowed down
	 */
	default long bytesPerSecond() {
		return UNLIMITED;
	}

	@Override
	default Phase phase() {
		return Phase.ANSWER;
	}

	@Override
	default boolean takesTime() {
		return bytesPerSecond() != UNLIMITED;
	}

	@Override
	default boolean breaksConnection() {
		return false;
	}

	/**
	 * Return whether the length of the body makes a difference.
	 * @return whether a small body should be held until its length is known
	 */
	default boolean asksForLength() {
		return false;
	}

	/**
	 * Return why nothing can be done to an answer.
	 * @param length how many bytes its body has, negative if that is not known
	 * @return the reason, {@code null} if there is none
	 */
	default @Nullable Reason obstacle(long length) {
		return null;
	}

	/**
	 * Begin to change the body of one answer.
	 * @param length how many bytes it has, negative if that is not known
	 * @param dice gives numbers of at least 0 and less than 1 that are equally likely
	 * @return what the body passes through, {@code null} if its bytes stay as they are
	 */
	default @Nullable BodyFilter begin(long length, DoubleSupplier dice) {
		return null;
	}

	/**
	 * Return whether the client may receive other bytes than without the effect.
	 * @return whether the answer must not be cached
	 */
	default boolean altersBytes() {
		return true;
	}

}
