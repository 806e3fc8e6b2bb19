package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.chaosmiddleware.effect.BodyEffect;
import io.chaosmiddleware.effect.BodyFilter;

/**
 * The body of one answer that attacks change while it is sent. An adapter sends the body
 * in {@linkplain #piece pieces}, each of which it {@linkplain #filter filters} and then
 * holds back for a {@linkplain #pause while}. Once all attacks are halted, the rest
 * passes as it is. It has to be closed when the answer is over, since a slow answer holds
 * a place. Used by one thread at a time, apart from {@link #close}.
 */
public final class AnswerBody implements AutoCloseable {

	// Fine enough for a progress bar to move, and coarse enough for timers.
	private static final int PIECES_PER_SECOND = 20;

	// No timer is exact enough for less, so the pauses of small pieces add up.
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

	private final Performance performance;

	private final HaltSignal halt;

	private final Outcome outcome;

	private final DoubleSupplier dice;

	private final List<BodyEffect> effects = new ArrayList<>();

	private final List<BodyFilter> filters = new ArrayList<>();

	private long bytesPerSecond = BodyEffect.UNLIMITED;

	private long free;

	AnswerBody(Performance performance, HaltSignal halt, Outcome outcome, DoubleSupplier dice, long length) {
		this.performance = performance;
		this.halt = halt;
		this.outcome = outcome;
		this.dice = dice;
		for (Verdict verdict : outcome.decision().verdicts()) {
			if (verdict.injected() instanceof BodyEffect effect) {
				this.effects.add(effect);
			}
		}
		begin(length);
	}

	/**
	 * Return what was done to the request.
	 * @return the outcome, with the final verdicts
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return whether the body is changed or slowed down at all.
	 * @return whether it must be sent in pieces
	 */
	public boolean isChanged() {
		return !this.effects.isEmpty();
	}

	/**
	 * Begin again, since what was filtered before is not sent.
	 * @param length how many bytes the new body has, negative if that is not known
	 */
	public void begin(long length) {
		this.filters.clear();
		this.bytesPerSecond = BodyEffect.UNLIMITED;
		for (BodyEffect effect : this.effects) {
			this.bytesPerSecond = Math.min(this.bytesPerSecond, effect.bytesPerSecond());
			BodyFilter filter = effect.begin(length, this.dice);
			if (filter != null) {
				this.filters.add(filter);
			}
		}
		this.free = System.nanoTime();
	}

	/**
	 * Return how many bytes may be sent together.
	 * @param length how many bytes there are to send
	 * @return the size of the next piece, at most as many
	 */
	public int piece(int length) {
		return (int) Math.min(length, Math.max(1, this.bytesPerSecond / PIECES_PER_SECOND));
	}

	/**
	 * Change a piece in place.
	 * @param bytes contains the piece
	 * @param offset where it begins
	 * @param length how many bytes it has, at least 1
	 * @return how many of them are to be sent. If these are not all, the connection has
	 * to be ended after them
	 */
	public int filter(byte[] bytes, int offset, int length) {
		int sent = length;
		if (!this.halt.isGivenNow()) {
			for (BodyFilter filter : this.filters) {
				sent = (sent > 0) ? filter.filter(bytes, offset, sent) : 0;
			}
		}
		return sent;
	}

	/**
	 * Return how long to wait before a piece is sent.
	 * @param length how many bytes it has
	 * @return the time, possibly zero
	 */
	public Duration pause(int length) {
		if (this.bytesPerSecond == BodyEffect.UNLIMITED || this.halt.isGivenNow()) {
			return Duration.ZERO;
		}
		long now = System.nanoTime();
		// A body that was late before is not sent faster now.
		this.free = ((this.free - now > 0) ? this.free : now)
				+ (long) ((double) length * TimeUnit.SECONDS.toNanos(1) / this.bytesPerSecond);
		Duration pause = Duration.ofNanos(this.free - now);
		return (pause.compareTo(SHORTEST_PAUSE) < 0) ? Duration.ZERO : pause;
	}

	/**
	 * Wait on this thread before a piece is sent, until all attacks are halted at most.
	 * If the thread is interrupted, it does not wait any longer, and stays interrupted.
	 * @param length how many bytes it has
	 * @return whether it waited, so that the piece should be sent at once
	 */
	public boolean await(int length) {
		Duration pause = pause(length);
		return !pause.isZero() && this.halt.sleep(pause);
	}

	/**
	 * Register an action that ends a wait early. It is called at once if all attacks are
	 * halted already.
	 * @param action the action to run when all attacks are halted, which must not block
	 */
	public void onHalt(Runnable action) {
		this.halt.then(action);
	}

	/**
	 * End the answer, and free the place that it holds if it is slow. May be called more
	 * than once and by any thread.
	 */
	@Override
	public void close() {
		this.performance.leavePlace();
	}

}
