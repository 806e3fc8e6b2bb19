package io.chaosmiddleware.conformance;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Delay;
import io.chaosmiddleware.effect.Fault;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.ChaosMiddlewareException;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.TestAttacks;
import io.chaosmiddleware.engine.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every vector of the original, under the decisions: our outcome is what the decisions
 * ask for, and where it differs from the original's, a decision says so. The table at the
 * end says how many match directly and how many are covered by which decision.
 */
class ConformanceTests {

	private static final List<ConformanceVector> VECTORS = ConformanceVector.readAll();

	private static final String DIRECT = "direct";

	private static final Map<String, Integer> COUNTS = new TreeMap<>(
			Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));

	private static int differentReports;

	@TestFactory
	Stream<DynamicTest> everyVectorMatchesTheOriginalOrIsCoveredByADecision() {
		return VECTORS.stream()
			.map((vector) -> DynamicTest.dynamicTest(vector.id() + ": " + vector.note(), () -> check(vector)));
	}

	private static void check(ConformanceVector vector) {
		ConformanceRules.Expectation expectation = ConformanceRules.of(vector);

		ConformanceOutcome ours = run(vector);

		assertThat(ours).as("what the decisions ask for").isEqualTo(expectation.outcome());
		if (isDirect(vector, ours)) {
			COUNTS.merge(DIRECT, 1, Integer::sum);
		}
		else {
			assertThat(expectation.decisions()).as("decisions that cover %s instead of %s", ours, vector.original())
				.isNotEmpty();
			COUNTS.merge(expectation.decisions().iterator().next(), 1, Integer::sum);
			ConformanceOutcome original = vector.original().outcome();
			if (!vector.original().crashed() && !vector.original().hung() && ours.sameEffects(original)) {
				differentReports++;
			}
		}
	}

	private static boolean isDirect(ConformanceVector vector, ConformanceOutcome ours) {
		ConformanceVector.Original original = vector.original();
		if (original.crashed() || original.hung()) {
			return false;
		}
		List<String> warnings = new ArrayList<>(original.outcome().warnings());
		// for us that is a target that misses, like any other
		boolean identityMissing = warnings.removeIf((warning) -> warning.startsWith("config-missing:"));
		if (identityMissing && !ours.effects().isEmpty()) {
			return false;
		}
		return ours.sameEffects(original.outcome()) && ours.warnings().equals(warnings);
	}

	private static ConformanceOutcome run(ConformanceVector vector) {
		AtomicInteger rolls = new AtomicInteger();
		try (AttackEngine engine = AttackEngine.builder()
			.identity(new ApplicationIdentity(vector.application(), vector.environment(), "id"))
			.allowedFaults(ConformanceRules.ALLOWED_FAULTS)
			.classLoader(new FailingClassLoader())
			.random(new FixedDice(vector.roll(), rolls))
			.build()) {
			List<String> warnings = new ArrayList<>();
			List<Action> loaded = load(vector, warnings);
			engine.control().replace(AttackSource.LOADER, loaded.isEmpty() ? List.of() : List.of(new Attack(loaded)));
			String path = vector.requestTarget().replaceFirst("(?s)[?#].*", "");

			Outcome outcome = TestAttacks
				.perform(engine.begin(engine.decide(RequestView.of("GET", path, vector.header()))));
			Decision decision = outcome.decision();

			boolean byHeader = vector.header() != null && decision.headerRefusal() == null;
			addWarnings(decision, byHeader, loaded, warnings);
			String source = byHeader ? "header" : !loaded.isEmpty() ? "loaded" : "none";
			List<String> effects = effects(outcome);
			return new ConformanceOutcome(effects, source, rolls.get(),
					decision.delay().isZero() && outcome.fault() == null, warnings);
		}
	}

	private static List<Action> load(ConformanceVector vector, List<String> warnings) {
		if (vector.loaded() == null) {
			return List.of();
		}
		try {
			return new AttackParser(AttackLimits.OPERATOR)
				.parseActions(vector.loaded().getBytes(StandardCharsets.UTF_8));
		}
		catch (AttackRefusedException ex) {
			warnings.add((ex.reason() == Reason.NOT_JSON) ? "not-json" : "loaded-schema-invalid");
			return List.of();
		}
	}

	private static void addWarnings(Decision decision, boolean byHeader, List<Action> loaded, List<String> warnings) {
		Reason refusal = decision.headerRefusal();
		if (refusal != null) {
			warnings.add((refusal == Reason.SCHEMA) ? "header-schema-invalid" : refusal.code());
		}
		if (!byHeader && decision.verdicts().isEmpty()) {
			// nothing hit, and nobody looks: what is wrong with the attacks themselves is
			// what their parser said
			loaded.stream()
				.filter(Action.Refused.class::isInstance)
				.map((action) -> ((Action.Refused) action).reason().code())
				.forEach(warnings::add);
		}
		for (Verdict verdict : decision.verdicts()) {
			Reason reason = verdict.reason();
			if (reason != null && verdict.kind() != Verdict.Kind.MISSED && reason != Reason.AFTER_OUTCOME) {
				warnings.add(reason.code());
			}
		}
	}

	private static String seconds(Duration duration) {
		BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
		return ((seconds.scale() < 0) ? seconds.setScale(0) : seconds).toPlainString();
	}

	private static List<String> effects(Outcome outcome) {
		Decision decision = outcome.decision();
		List<String> effects = new ArrayList<>();
		Duration sum = Duration.ZERO;
		for (Verdict verdict : decision.verdicts()) {
			if (verdict.injected() instanceof Delay delay) {
				effects.add("delay " + seconds(delay.duration()));
				sum = sum.plus(delay.duration());
			}
			else if (verdict.injected() instanceof Fault) {
				effects.add((outcome.fault() instanceof ChaosMiddlewareException) ? "fault default" : "fault located");
			}
		}
		assertThat(decision.delay()).isEqualTo(sum);
		assertThat(outcome.fault() != null).isEqualTo(effects.stream().anyMatch((effect) -> effect.startsWith("f")));
		return effects;
	}

	@Test
	@DisplayName("D23: the only vector with such a header has no UTF-8 in it")
	void decisionD23CoversNoVector() {
		assertThat(VECTORS).filteredOn((vector) -> vector.header() != null && !vector.header().matches("\\p{ASCII}*"))
			.extracting(ConformanceVector::id)
			.containsExactly("route-path-fb146ac9");
		assertThat(VECTORS).noneMatch((vector) -> ConformanceRules.of(vector).decisions().contains("D23"));
	}

	@Test
	void noVectorIsLostOnReading() throws IOException {
		try (Stream<String> lines = new String(
				ConformanceTests.class.getResourceAsStream("/vectors.jsonl").readAllBytes(), StandardCharsets.UTF_8)
			.lines()) {
			assertThat(VECTORS).hasSize((int) lines.filter((line) -> !line.isBlank()).count());
		}
	}

	@AfterAll
	static void report() throws IOException {
		int total = COUNTS.values().stream().mapToInt(Integer::intValue).sum();
		int direct = COUNTS.getOrDefault(DIRECT, 0);
		StringBuilder table = new StringBuilder("Conformance with the original's vectors\n");
		table.append("%6d vectors%n".formatted(total));
		table.append("%6d match the original directly%n".formatted(direct));
		table.append("%6d are covered by a decision, each counted under the first that applies:%n"
			.formatted(total - direct));
		COUNTS.forEach((decision, count) -> {
			if (!decision.equals(DIRECT)) {
				table.append("%12d  %s%n".formatted(count, decision));
			}
		});
		table.append("%6d of those differ from the original only in what is reported%n".formatted(differentReports));
		System.out.print(table);
		Path target = Path.of("target");
		if (Files.isDirectory(target)) {
			Files.writeString(target.resolve("conformance.txt"), table);
		}
		assertThat(total).as("vectors that ran").isEqualTo(VECTORS.size());
	}

	/** Dice that always show the same. */
	private record FixedDice(int roll, AtomicInteger rolls) implements RandomGenerator {

		@Override
		public long nextLong() {
			throw new AssertionError("only fractions are drawn");
		}

		@Override
		public double nextDouble() {
			this.rolls.incrementAndGet();
			return (this.roll - 0.5) / 100;
		}

	}

	private static final class FailingClassLoader extends ClassLoader {

		FailingClassLoader() {
			super(ConformanceTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.equals(ConformanceRules.FAILS_TO_LINK)) {
				throw new NoClassDefFoundError("something/ThatIsNotHere");
			}
			return super.loadClass(name, resolve);
		}

	}

}
