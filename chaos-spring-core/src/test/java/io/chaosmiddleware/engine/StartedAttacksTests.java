package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How many attacks may be started, how they all end, and what they have hit.
 */
@Timeout(60)
class StartedAttacksTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Operator ALICE = new Operator("http", "alice", "10.1.2.3");

	private final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	private AttackEngine engine(int maximum) {
		return AttackEngine.builder().maxStartedAttacks(maximum).recorder(this.events::add).build();
	}

	@Test
	void oneMoreThanTheLimitDoesNotStartAndSaysWhatToDo() {
		AttackEngine engine = engine(2);
		engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1)), attack(delay(2))));
		ActiveAttack first = engine.control().start(attack(delay(1)), HOUR, null);
		engine.control().start(attack(delay(1)), HOUR, null);

		assertThatIllegalStateException().isThrownBy(() -> engine.control().start(attack(delay(1)), HOUR, ALICE))
			.withMessage("2 attacks that were started here are active, and no more may be; cancel one, or raise"
					+ " 'chaos.middleware.limits.max-started-attacks'");

		AttackEvent.StartRefused refused = (AttackEvent.StartRefused) this.events.get(this.events.size() - 1);
		assertThat(refused.problems()).extracting(Problem::reason).containsExactly(Reason.LIMIT_STARTED);
		assertThat(refused.operator()).isEqualTo(ALICE);
		assertThat(engine.activeAttacks()).hasSize(4);
		engine.control().cancel(first.id(), null);
		engine.control().start(attack(delay(1)), HOUR, null);
		assertThatIllegalArgumentException().isThrownBy(() -> AttackEngine.builder().maxStartedAttacks(0));
	}

	@Test
	void anAttackThatEndsByItselfGivesItsPlaceBack() throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		AttackEngine engine = AttackEngine.builder().maxStartedAttacks(1).recorder((event) -> {
			if (event instanceof AttackEvent.Ended) {
				ended.countDown();
			}
		}).build();
		engine.control().start(attack(delay(1)), Duration.ofMillis(1), null);
		ended.await();

		assertThat(engine.control().start(attack(delay(1)), HOUR, null).source()).isEqualTo(AttackSource.ENDPOINT);
	}

	@Test
	void theLimitIsExactWhenManyStartAtOnce() {
		AttackEngine engine = engine(50);
		AtomicInteger started = new AtomicInteger();

		inParallel(8, () -> {
			for (int i = 0; i < 20; i++) {
				try {
					engine.control().start(attack(delay(1)), HOUR, null);
					started.incrementAndGet();
				}
				catch (IllegalStateException ex) {
					// as many as may be
				}
			}
		});

		assertThat(started).hasValue(50);
		assertThat(engine.activeAttacks()).hasSize(50);
	}

	@Test
	void endingAllIsOneStep() {
		List<Long> remaining = new ArrayList<>();
		AttackEngine[] engine = new AttackEngine[1];
		engine[0] = AttackEngine.builder().recorder((event) -> {
			if (event instanceof AttackEvent.Ended) {
				remaining.add((long) engine[0].activeAttacks().size());
			}
		}).build();
		List<ActiveAttack> started = IntStream.range(0, 100)
			.mapToObj((i) -> engine[0].control().start(attack(delay(1)), HOUR, null))
			.toList();

		assertThat(engine[0].control().cancelAll(ALICE)).isEqualTo(started);

		assertThat(remaining).hasSize(100).containsOnly(0L);
		assertThat(engine[0].control().cancelAll(ALICE)).isEmpty();
		assertThat(engine[0].control().start(attack(delay(1)), HOUR, null)).isNotNull();
	}

	@Test
	void hitsCountActionsAndRequestsCountRequests() {
		AttackEngine engine = engine(10);
		ActiveAttack twoDelays = engine.control()
			.start(attack(delay(1), delay(2, "route", "/never"), delay(3)), HOUR, null);
		ActiveAttack missed = engine.control().start(attack(delay(1, "route", "/never")), HOUR, null);
		ActiveAttack fault = engine.control()
			.start(attack(delay(1), fault("java.io.IOException"), delay(1)), HOUR, null);

		inParallel(8, () -> {
			for (int i = 0; i < 500; i++) {
				TestAttacks.perform(engine.begin(engine.decide(plain("/users"))));
			}
		});

		assertThat(twoDelays.hits()).isEqualTo(8_000);
		assertThat(twoDelays.requests()).isEqualTo(4_000);
		assertThat(missed.hits()).isZero();
		assertThat(missed.requests()).isZero();
		assertThat(fault.hits()).isEqualTo(8_000);
		assertThat(fault.requests()).isEqualTo(4_000);
	}

	private static void inParallel(int threads, Runnable work) {
		CompletableFuture
			.allOf(IntStream.range(0, threads)
				.mapToObj((i) -> CompletableFuture.runAsync(work, (task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new))
			.join();
	}

}
