package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import io.chaosmiddleware.condition.Dice;
import org.jspecify.annotations.Nullable;

/**
 * The dice of one action, which know its attack and count its requests.
 */
final class AttackDice implements Dice {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private final Dice dice;

	private final Supplier<String> attack;

	private final long start;

	private final Clock clock;

	private final Supplier<Counts> counts;

	private final boolean exhaustible;

	private long seed;

	/**
	 * Create dice.
	 * @param dice the dice that decide by chance
	 * @param attack gives the text that identifies the attack
	 * @param start when the attack begins, in milliseconds
	 * @param clock the clock
	 * @param counts how many requests the action has met, asked for when one is counted
	 * @param exhaustible whether the same counts are never used with other limits
	 */
	AttackDice(Dice dice, Supplier<String> attack, long start, Clock clock, Supplier<Counts> counts,
			boolean exhaustible) {
		this.dice = dice;
		this.attack = attack;
		this.start = start;
		this.clock = clock;
		this.counts = counts;
		this.exhaustible = exhaustible;
	}

	/**
	 * Return the same dice, except that others decide by chance.
	 */
	AttackDice with(Dice dice) {
		AttackDice other = new AttackDice(dice, this.attack, this.start, this.clock, this.counts, this.exhaustible);
		other.seed = this.seed;
		return other;
	}

	@Override
	public double roll() {
		return this.dice.roll();
	}

	@Override
	public boolean hits(double percent) {
		return this.dice.hits(percent);
	}

	@Override
	public boolean isHypothetical() {
		return this.dice.isHypothetical();
	}

	@Override
	public double roll(String value) {
		long seed = this.seed;
		if (seed == 0) {
			seed = hash(FNV_OFFSET, this.attack.get()) | 1;
			this.seed = seed;
		}
		return point(seed, value);
	}

	/**
	 * Return the number that a value stands for. All versions must agree on it, since
	 * several versions may run at the same time.
	 */
	static double point(String attack, String value) {
		return point(hash(FNV_OFFSET, attack) | 1, value);
	}

	// FNV-1a, whose bits are then mixed as in MurmurHash3. Neither allocates memory.
	private static double point(long seed, String value) {
		long mixed = hash(seed, value);
		mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
		mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
		mixed ^= mixed >>> 33;
		return (mixed >>> 11) * 0x1p-53;
	}

	private static long hash(long seed, String text) {
		long hash = seed;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * FNV_PRIME;
		}
		return hash;
	}

	@Override
	public double passed(Duration time) {
		return Math.max(0, Math.min(1, (this.clock.millis() - this.start) / (double) time.toMillis()));
	}

	@Override
	public long count() {
		return this.counts.get().next(isHypothetical());
	}

	@Override
	public long countWithin(Duration window) {
		return this.counts.get().nextWithin(this.clock.millis(), window, isHypothetical());
	}

	@Override
	public void exhaust() {
		if (this.exhaustible && !isHypothetical()) {
			this.counts.get().exhaust();
		}
	}

	boolean isExhausted() {
		return this.exhaustible && this.counts.get().isExhausted();
	}

}
