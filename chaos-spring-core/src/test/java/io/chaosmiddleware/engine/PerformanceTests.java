package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EffectType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.perform;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class PerformanceTests {

	private final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	private final AttackEngine engine = AttackEngine.builder().recorder(this.events::add).build();

	private Performance begin(String... actions) {
		return this.engine.begin(this.engine.decide(attacked(actions)));
	}

	private String result() {
		return this.engine.recent().get(0).decision().resultHeader();
	}

	@Test
	void waitsAndThenHandsTheFaultOver() {
		long start = System.nanoTime();

		Outcome done = begin(delay(1), fault("IllegalStateException")).await();

		// one second, and room for a busy machine
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(999),
				Duration.ofSeconds(10));
		assertThat(done.fault()).isExactlyInstanceOf(IllegalStateException.class);
		assertThat(done.resultHeader()).isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
	}

	@Test
	void doesNotWaitWithoutADelay() {
		assertThat(begin(fault("IllegalStateException")).decision().delay()).isZero();
		assertThat(begin(fault("IllegalStateException")).await().fault()).isNotNull();
	}

	@Test
	void takesAPlaceUntilItEnds() {
		Performance injection = begin(delay(60));
		assertThat(this.engine.runningDelays()).isOne();

		injection.finish();
		assertThat(this.engine.runningDelays()).isZero();

		injection.finish();
		injection.abandon();
		assertThat(this.engine.runningDelays()).isZero();
		assertThat(this.events).hasSize(1);
	}

	@Test
	void takesNoPlaceForAFaultAlone() {
		begin(fault("x"));

		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void reportsExactlyOnce() {
		perform(begin(delay(60), fault("x")));

		assertThat(this.events).singleElement().isInstanceOf(AttackEvent.Decided.class);
		assertThat(this.engine.recent()).hasSize(1);
		assertThat(this.engine.totals()).isEqualTo(TestAttacks.totals(EffectType.DELAY, EffectType.FAULT));
	}

	@Test
	void abandonedDelaysNobody() {
		Performance injection = begin(delay(60), fault("x"));

		injection.abandon();

		assertThat(this.engine.runningDelays()).isZero();
		assertThat(this.engine.totals().injected().get(EffectType.FAULT)).isZero();
		assertThat(result())
			.isEqualTo("delay;verdict=skipped;reason=abandoned, fault;verdict=skipped;reason=abandoned");
	}

	@Test
	void aDelayThatARequestDoesNotOutliveIsInjected() {
		Performance injection = begin(delay(60), delay(50), fault("x"));
		injection.next();

		Outcome done = injection.abandon();

		assertThat(done.resultHeader()).matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?,"
				+ " delay;verdict=skipped;reason=limit-delay, fault;verdict=skipped;reason=abandoned");
		assertThat(result()).isEqualTo(done.resultHeader());
		assertThat(injection.finish()).isSameAs(done);
		assertThat(this.engine.totals().injected().get(EffectType.DELAY)).isOne();
	}

	@Test
	void theSameHoldsForADelayAfterTheHandler() {
		Performance injection = begin("{\"name\":\"delay\",\"value\":\"60\",\"type\":\"after\"}",
				"{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\"}");
		injection.perform();
		injection.afterHandler(null);
		injection.next();

		assertThat(injection.abandon().resultHeader())
			.matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?, status;verdict=skipped;reason=abandoned");
	}

	@Test
	void whatIsHaltedWhenARequestEndsIsHalted() {
		Performance injection = begin(delay(60), fault("x"));
		injection.next();
		this.engine.control().halt(null);

		assertThat(injection.abandon().resultHeader())
			.isEqualTo("delay;verdict=skipped;reason=halted, fault;verdict=skipped;reason=halted");
	}

	@Test
	void whatCannotBeDoneAnyMoreSaysWhy() {
		Performance injection = begin(delay(1), fault("IllegalStateException"));
		injection.next();
		injection.next();

		assertThat(injection.abandon(Reason.COMMITTED).resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=skipped;reason=committed");
	}

	@Test
	void aHaltEndsTheWaitAtOnceAndSkipsWhatFollows() throws InterruptedException {
		Performance injection = begin(delay(60), fault("IllegalStateException"));
		Outcome[] done = new Outcome[1];
		Thread thread = new Thread(() -> done[0] = injection.await());
		thread.start();

		long start = System.nanoTime();
		this.engine.control().halt(null);
		thread.join();

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(done[0].fault()).isNull();
		assertThat(done[0].decision().delay()).isZero();
		assertThat(done[0].resultHeader())
			.isEqualTo("delay;verdict=skipped;reason=halted, fault;verdict=skipped;reason=halted");
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void aHaltBetweenDecisionAndBeginningIsNotMissed() {
		Decision decision = this.engine.decide(attacked(delay(60)));

		this.engine.control().halt(null);

		assertThat(this.engine.begin(decision).await().resultHeader()).isEqualTo("delay;verdict=skipped;reason=halted");
	}

	@Test
	void aHaltTellsThoseWhoWaitByThemselves() {
		Performance early = begin(delay(60));
		AtomicInteger halts = new AtomicInteger();
		early.onHalt(halts::incrementAndGet);
		assertThat(halts).hasValue(0);

		this.engine.control().halt(null);
		assertThat(halts).hasValue(1);

		early.onHalt(halts::incrementAndGet);
		assertThat(halts).hasValue(2);
	}

	@Test
	void closingEndsTheWaitToo() throws InterruptedException {
		Performance injection = begin(delay(60));
		Thread thread = new Thread(injection::await);
		thread.start();

		this.engine.close();

		thread.join();
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void anInterruptEndsTheWaitAndIsKept() throws InterruptedException {
		boolean[] interrupted = new boolean[1];
		Outcome[] done = new Outcome[1];
		Thread thread = new Thread(() -> {
			done[0] = begin(delay(60), fault("x")).await();
			interrupted[0] = Thread.currentThread().isInterrupted();
		});
		thread.start();

		thread.interrupt();

		thread.join();
		assertThat(interrupted[0]).isTrue();
		assertThat(done[0].fault()).isNull();
		assertThat(done[0].resultHeader())
			.matches("delay;verdict=injected;seconds=\\d(\\.\\d+)?, fault;verdict=skipped;reason=abandoned");
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void aDelayAboveTheLimitIsSkippedAndTheFaultGoesOn() {
		AttackEngine limited = AttackEngine.builder().maxConcurrentDelays(2).build();
		Decision decision = limited.decide(attacked(delay(60), delay(0), fault("IllegalStateException")));
		Performance first = limited.begin(decision);
		Performance second = limited.begin(decision);
		assertThat(second.decision().delay()).hasSeconds(60);

		Outcome done = limited.begin(decision).await();

		assertThat(done.fault()).isNotNull();
		assertThat(done.resultHeader()).isEqualTo("delay;verdict=skipped;reason=limit-concurrent, "
				+ "delay;verdict=refused;reason=delay-not-positive, fault;verdict=injected");
		assertThat(limited.runningDelays()).isEqualTo(2);
		perform(first);
		assertThat(limited.begin(decision).decision().delay()).hasSeconds(60);
		assertThat(limited.totals().skipped()).isOne();
	}

	@Test
	void theLimitIsAtLeastOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> AttackEngine.builder().maxConcurrentDelays(0));
	}

	@Test
	@DisplayName("200 threads at a limit of 100: never 101, and every place is given back")
	void theLimitIsExactUnderConcurrency() throws InterruptedException {
		Decision decision = this.engine.decide(attacked(delay(60)));
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger delayed = new AtomicInteger();
		AtomicInteger skipped = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, 200).mapToObj((i) -> new Thread(() -> {
			try {
				start.await();
			}
			catch (InterruptedException ex) {
				return;
			}
			for (int round = 0; round < 200; round++) {
				Performance injection = this.engine.begin(decision);
				if (injection.decision().delay().isZero()) {
					skipped.incrementAndGet();
				}
				else {
					delayed.incrementAndGet();
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					Thread.yield();
					running.decrementAndGet();
				}
				perform(injection);
			}
		})).toList();
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}

		assertThat(most.get()).isBetween(1, 100);
		assertThat(delayed.get() + skipped.get()).isEqualTo(200 * 200);
		assertThat(this.engine.runningDelays()).isZero();
		assertThat(this.engine.totals().injected().get(EffectType.DELAY)).isEqualTo((long) delayed.get());
		assertThat(this.engine.totals().skipped()).isEqualTo(skipped.get());
	}

	@Test
	@DisplayName("200 threads that all wait at a limit of 100: exactly 100 are delayed")
	void theLimitIsReachedExactly() throws InterruptedException {
		Decision decision = this.engine.decide(attacked(delay(60)));
		CountDownLatch begun = new CountDownLatch(200);
		AtomicInteger delayed = new AtomicInteger();
		List<Thread> threads = IntStream.range(0, 200).mapToObj((i) -> new Thread(() -> {
			Performance injection = this.engine.begin(decision);
			if (!injection.decision().delay().isZero()) {
				delayed.incrementAndGet();
			}
			begun.countDown();
			injection.await();
		})).toList();
		threads.forEach(Thread::start);
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

		assertThat(delayed).hasValue(100);
		assertThat(this.engine.runningDelays()).isEqualTo(100);
		this.engine.control().halt(null);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void countsTheHitsOfItsAttack() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack(delay(1), delay(1, "route", "/other"), fault("x"))));

		perform(this.engine.begin(this.engine.decide(plain("/users"))));

		assertThat(this.engine.activeAttacks().get(0).hits()).isEqualTo(2);
	}

	@Test
	void theMostRecentFiftyAreKept() {
		for (int i = 0; i < 49; i++) {
			perform(begin(fault("x")));
		}
		assertThat(this.engine.recent()).hasSize(49);
		perform(begin(fault("x")));
		assertThat(this.engine.recent()).hasSize(50);
		perform(begin(fault("IllegalStateException")));
		assertThat(this.engine.recent()).hasSize(50);
		assertThat(this.engine.recent().get(0).outcome().fault()).as("is not kept").isNull();
		assertThat(this.engine.recent().get(0).decision().verdicts().get(0).details()).containsEntry("fault",
				IllegalStateException.class.getName());
		assertThat(this.engine.totals().injected().get(EffectType.FAULT)).isEqualTo(51L);
	}

}
