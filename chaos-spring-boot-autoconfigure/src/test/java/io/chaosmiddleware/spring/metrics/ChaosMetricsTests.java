package io.chaosmiddleware.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus.State;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.WithoutWaiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class ChaosMetricsTests {

	private static final String DELAY = "delay 1";

	private static final String FAULT = "fault IllegalStateException";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AttackEngine engine = AttackEngine.builder()
		.recorder(new ChaosMetrics(this.registry))
		.maxConcurrentDelays(1)
		.build();

	ChaosMetricsTests() {
		new ChaosGauges(this.engine).bindTo(this.registry);
	}

	private static Attack attack(String... actions) {
		return new AttackParser(AttackLimits.HEADER).parse(document(actions));
	}

	private Performance begin(String document) {
		return this.engine.begin(this.engine.decide(RequestView.of("GET", "/users/4711", document)));
	}

	private double injections(String effect, String source, String outcome) {
		return this.registry.get("chaos.injections")
			.tags("point", "incoming", "effect", effect, "source", source, "outcome", outcome)
			.counter()
			.count();
	}

	private double injections() {
		return this.registry.get("chaos.injections").counters().stream().mapToDouble(Counter::count).sum();
	}

	private double refusals(String reason, String source) {
		return this.registry.get("chaos.refusals").tags("reason", reason, "source", source).counter().count();
	}

	private double refusals() {
		return this.registry.get("chaos.refusals").counters().stream().mapToDouble(Counter::count).sum();
	}

	@Test
	void everyMeterIsThereWithZeroBeforeAnythingHappens() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("chaos.injections", "chaos.refusals", "chaos.delay", "chaos.delays.active",
					"chaos.attacks.active", "chaos.loader.sync");
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> meter.measure().forEach((measured) -> assertThat(measured.getValue()).isZero()));
		assertThat(this.registry.get("chaos.injections").counters()).hasSize(4 * (6 * 2 + 3));
		assertThat(this.registry.get("chaos.refusals").counters()).hasSize(33 + 36 + 35);
		assertThat(this.registry.get("chaos.attacks.active").gauges()).hasSize(3);
		assertThat(this.registry.get("chaos.loader.sync").timers()).hasSize(2);
	}

	@Test
	void everyMeterSaysWhatItIs() {
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
	}

	@Test
	void nothingThatHappensAddsAMeterOrATag() {
		TreeSet<String> before = ids();

		WithoutWaiting.perform(begin(document(DELAY, FAULT, "evil 1")));
		WithoutWaiting.perform(begin("nonsense \u0000 ".repeat(1000)));
		this.engine.control().start(attack(DELAY, FAULT), Duration.ofMinutes(1), null);
		WithoutWaiting.perform(this.engine.begin(this.engine.decide(RequestView.of("EVIL", "/\u0000evil", null))));
		this.engine.close();

		assertThat(ids()).isEqualTo(before);
	}

	private TreeSet<String> ids() {
		TreeSet<String> ids = new TreeSet<>();
		for (Meter meter : this.registry.getMeters()) {
			ids.add(meter.getId().getName() + meter.getId().getTags().stream().map(Tag::toString).sorted().toList());
		}
		return ids;
	}

	@Test
	void countsInjectionsBySourceAndOutcome() {
		WithoutWaiting.perform(begin(document(DELAY, FAULT)));
		WithoutWaiting.perform(begin(document("fault NoSuch")));
		this.engine.control().start(attack(FAULT), Duration.ofMinutes(1), null);
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(DELAY)));
		WithoutWaiting.perform(this.engine.begin(this.engine.decide(RequestView.of("GET", "/", null))));

		assertThat(injections("delay", "header", "injected")).isOne();
		assertThat(injections("fault", "header", "injected")).isOne();
		assertThat(injections("fault", "header", "substituted")).isOne();
		assertThat(injections("fault", "endpoint", "injected")).isOne();
		assertThat(injections()).as("what comes after a fault is not counted").isEqualTo(4);
	}

	@Test
	void countsWhatALimitOrAHaltSkipped() {
		Performance first = begin(document(DELAY));
		WithoutWaiting.perform(begin(document(DELAY)));
		this.engine.control().halt(null);
		WithoutWaiting.perform(first);
		WithoutWaiting.perform(begin(document(FAULT)));

		assertThat(injections("delay", "header", "skipped")).isEqualTo(2);
		assertThat(injections("fault", "header", "skipped")).isOne();
		assertThat(injections()).isEqualTo(3);
	}

	@Test
	void countsWhatTheAnswerOrTheServerDoesNotAllow() {
		begin(document("corrupt 1%", "truncate 50%")).beginAnswer(null, -1);
		begin(document("throttle 1KB/s")).beginAnswer(Reason.NO_BODY, 0);
		begin(document("disconnect reset", "delay 1")).abandon(Reason.NO_CONNECTION);

		assertThat(injections("corrupt", "header", "injected")).isOne();
		assertThat(injections("truncate", "header", "skipped")).isOne();
		assertThat(injections("throttle", "header", "skipped")).isOne();
		assertThat(injections("disconnect", "header", "skipped")).isOne();
		assertThat(injections()).as("without what comes after an outcome").isEqualTo(4);
	}

	@Test
	void actionsThatMissAreNotCounted() {
		WithoutWaiting.perform(begin(document("delay 1 /elsewhere")));

		assertThat(injections()).isZero();
		assertThat(refusals()).isZero();
	}

	@Test
	void countsRefusedHeadersAndRefusedActionsInHeaders() {
		WithoutWaiting.perform(begin("nonsense"));
		WithoutWaiting.perform(begin(document("delay 0", FAULT)));

		assertThat(refusals("not-json", "header")).isOne();
		assertThat(refusals("delay-not-positive", "header")).isOne();
		assertThat(refusals()).isEqualTo(2);
	}

	@Test
	void countsRefusedActionsOfALoaderOnceAndNotWithEachRequest() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack("delay 0", FAULT)));
		for (int i = 0; i < 3; i++) {
			WithoutWaiting.perform(this.engine.begin(this.engine.decide(RequestView.of("GET", "/", null))));
		}

		assertThat(refusals("delay-not-positive", "loader")).isOne();
		assertThat(refusals()).isOne();
	}

	@Test
	void countsDocumentsThatTheEndpointRefused() {
		this.engine.control()
			.refuseStart(List.of(new Problem("$", Reason.SCHEMA, "no"), new Problem("$", Reason.SCHEMA, "no")), null);

		assertThat(refusals("schema", "endpoint")).isOne();
	}

	@Test
	void timesTheDelaysOfARequestAsOne() {
		WithoutWaiting.perform(begin(document(DELAY, "delay 2")));

		Timer delay = this.registry.get("chaos.delay").tag("point", "incoming").timer();
		assertThat(delay.count()).isOne();
		assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void showsWhatIsGoingOn() {
		Performance injection = begin(document(DELAY));
		ActiveAttack attack = this.engine.control().start(attack(FAULT), Duration.ofMinutes(1), null);

		assertThat(this.registry.get("chaos.delays.active").tag("point", "incoming").gauge().value()).isOne();
		assertThat(this.registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isOne();
		assertThat(this.registry.get("chaos.attacks.active").tag("source", "loader").gauge().value()).isZero();

		WithoutWaiting.perform(injection);
		this.engine.control().cancel(attack.id(), null);

		assertThat(this.registry.get("chaos.delays.active").tag("point", "incoming").gauge().value()).isZero();
		assertThat(this.registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isZero();
	}

	@Test
	void showsNoActiveAttackWhileHaltedOrGuarded() {
		this.engine.control().start(attack(FAULT), Duration.ofMinutes(1), null);
		AttackEngine guarded = AttackEngine.builder().guarded("tests").attacks(List.of(attack(FAULT))).build();
		MeterRegistry other = new SimpleMeterRegistry();
		new ChaosGauges(guarded).bindTo(other);

		this.engine.control().halt(null);
		assertThat(this.registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isZero();
		this.engine.control().resume(null);
		assertThat(this.registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isOne();
		assertThat(other.get("chaos.attacks.active").tag("source", "properties").gauge().value()).isZero();
	}

	@Test
	void timesTheCallsOfALoader() {
		called(State.OK, 2);
		called(State.FAILING, 3);
		called(State.OPEN, 4);

		assertThat(this.registry.get("chaos.loader.sync").tag("outcome", "success").timer().count()).isOne();
		assertThat(this.registry.get("chaos.loader.sync").tag("outcome", "failure").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(7);
	}

	private void called(State state, int seconds) {
		this.engine.control()
			.loaderCalled(Duration.ofSeconds(seconds),
					new LoaderStatus("mine", state, List.of(), null, null, null, null));
	}

	@Test
	void aRegistryThatFailsWhenItCountsChangesNothingForARequest() {
		MeterRegistry failing = new SimpleMeterRegistry() {

			@Override
			protected Counter newCounter(Meter.Id id) {
				return new Counter() {

					@Override
					public void increment(double amount) {
						throw new IllegalStateException("full");
					}

					@Override
					public double count() {
						return 0;
					}

					@Override
					public Meter.Id getId() {
						return id;
					}

				};
			}

		};
		AttackEngine engine = AttackEngine.builder().recorder(new ChaosMetrics(failing)).build();

		Outcome done = engine.begin(engine.decide(RequestView.of("GET", "/", document(FAULT)))).await();

		assertThat(done.fault()).isInstanceOf(IllegalStateException.class).hasMessageNotContaining("full");
		assertThat(engine.totals().injected().get(EffectType.FAULT)).isOne();
	}

}
