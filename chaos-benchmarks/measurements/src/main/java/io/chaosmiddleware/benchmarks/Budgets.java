package io.chaosmiddleware.benchmarks;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

import io.chaosmiddleware.benchmarks.Delays.Bursts;
import io.chaosmiddleware.benchmarks.Delays.Others;
import io.chaosmiddleware.benchmarks.Delays.Timers;
import io.chaosmiddleware.benchmarks.Results.AddedJar;
import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.EngineResult;
import io.chaosmiddleware.benchmarks.Results.Lateness;
import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Results.StartUpResult;
import io.chaosmiddleware.benchmarks.Results.StartUpSample;
import io.chaosmiddleware.benchmarks.Statistics.Estimate;

/**
 * What the middleware may cost, and whether it does not cost more.
 */
final class Budgets {

	private static final String IDLE = "starter, enabled and idle";

	private static final String MISSING = "starter, 10 attacks that miss";

	private final Table table = Table.of("Budget", ">Measured", "");

	private Budgets() {
	}

	static String write(List<EngineResult> engine, List<RequestSample> requests, DelayResult delays,
			StartUpResult startUp) {
		Budgets budgets = new Budgets();
		budgets.engine(engine);
		budgets.requests(requests);
		budgets.delays(delays);
		budgets.startUp(startUp);
		return budgets.table.toString();
	}

	private void engine(List<EngineResult> results) {
		bytes("`decide` while idle allocates nothing", 0, results,
				(result) -> result.benchmark().equals(EngineBlock.IDLE));
		bytes("Attacks that miss by a literal route allocate nothing", 0, results, missed("LITERAL"));
		bytes("Attacks that miss by a target allocate nothing", 0, results, missed("TARGET"));
		Predicate<EngineResult> expressions = missed("PATTERN").or(missed("EXPRESSION")).or(missed("CHOICE"));
		bytes("One expression that misses allocates at most 128 B", 128, results,
				expressions.and((result) -> EngineBlock.attacks(result) == 1));
	}

	private static Predicate<EngineResult> missed(String kind) {
		return (result) -> result.benchmark().equals(EngineBlock.MISSED) && EngineBlock.kind(result).equals(kind);
	}

	private void bytes(String budget, int most, List<EngineResult> results, Predicate<EngineResult> concerned) {
		OptionalDouble bytes = results.stream().filter(concerned).mapToDouble(EngineResult::bytes).max();
		if (bytes.isPresent()) {
			// JMH's noise is below half a byte
			row(budget, Text.bytes(bytes.getAsDouble()), Math.rint(bytes.getAsDouble()) <= most);
		}
		else {
			notMeasured(budget);
		}
	}

	private void requests(List<RequestSample> samples) {
		for (Stack stack : Stack.values()) {
			Comparison cpu = Comparison.ofRequests(samples, stack, RequestSample::cpu);
			Comparison throughput = Comparison.ofRequests(samples, stack, RequestSample::throughput);
			String idle = stack.title() + ", enabled and idle: ";
			String missing = stack.title() + ", 10 attacks that miss: ";
			atMost(idle + "CPU per request at most 1.01 of that without it", 1.01, toBothPlain(cpu, IDLE));
			atLeast(idle + "throughput at least 0.99 of that without it", 0.99, toBothPlain(throughput, IDLE));
			atMost(missing + "CPU per request at most 1.02 of that without it", 1.02, toBothPlain(cpu, MISSING));
		}
	}

	private static Estimate toBothPlain(Comparison comparison, String variant) {
		return comparison.variants().contains(variant) ? comparison.ratioToBothPlain(variant) : null;
	}

	private void delays(DelayResult results) {
		String burst = "10,000 requests delayed by 1 s on WebFlux: ";
		Delays.bursts(results)
			.stream()
			.filter((bursts) -> bursts.server().equals(Stack.NETTY.title()) && bursts.delay().equals("injected")
					&& bursts.requests() == 10_000)
			.findFirst()
			.ifPresentOrElse((bursts) -> burst(burst, bursts),
					() -> notMeasured(burst + "all answered within 1.5 s, the worst round"));
		List<Timers> steady = Delays.timers(results)
			.stream()
			.filter((timers) -> timers.injected().load().equals("steady"))
			.toList();
		if (steady.isEmpty()) {
			notMeasured("Delays end at most 1 ms after the platform's timer");
		}
		steady.forEach(this::lateness);
		List<Others> others = Delays.others(results);
		if (others.isEmpty()) {
			notMeasured("Other requests while 10,000 are delayed");
		}
		others.forEach(this::others);
	}

	private void burst(String title, Bursts bursts) {
		row(title + "all answered within 1.5 s, the worst round", Text.decimals(bursts.worstSeconds(), 2) + " s",
				bursts.worstSeconds() <= 1.5);
		row(title + "no thread more than idle", Text.decimals(bursts.addedThreads(), 0), bursts.addedThreads() <= 0);
	}

	private void lateness(Timers timers) {
		String title = timers.injected().server() + ": delays end at most ";
		double median = timers.difference(Lateness::median) / 1000;
		double p99 = timers.difference(Lateness::p99) / 1000;
		row(title + "1 ms after the platform's timer, median", Text.difference(median) + " ms", median <= 1);
		row(title + "5 ms after the platform's timer, 99 %", Text.difference(p99) + " ms", p99 <= 5);
	}

	private void others(Others others) {
		row(others.idle().server() + ": other requests' 99 % while 10,000 are delayed at most twice the idle one",
				Text.decimals(others.ratio(), 2), others.ratio() <= 2);
	}

	private void startUp(StartUpResult results) {
		for (Stack stack : Stack.values()) {
			Comparison time = Comparison.ofStartUps(results.samples(), stack, StartUpSample::milliseconds);
			for (String variant : List.of(IDLE, IDLE + Comparison.WITH_ACTUATOR)) {
				boolean measured = time.variants().contains(variant);
				if (measured || variant.equals(IDLE)) {
					atMost(stack.title() + variant.replace("starter", "")
							+ ": start-up at most 1.03 of that without it", 1.03,
							measured ? time.ratio(variant, Comparison.plainFor(variant)) : null);
				}
			}
		}
		jars(results.jars().stream().filter((jar) -> jar.library().equals("starter")).toList());
	}

	private void jars(List<AddedJar> jars) {
		String number = "Jars added: ours and at most 2 others";
		String size = "Jars added: less than 1 MB";
		if (jars.isEmpty()) {
			notMeasured(number);
			notMeasured(size);
			return;
		}
		long ours = jars.stream().filter((jar) -> jar.jar().startsWith("chaos-spring-")).count();
		long others = jars.size() - ours;
		row(number, Text.number(ours) + " and " + Text.count(others, "other"), others <= 2);
		row(size, StartUpBlocks.kilobytes(StartUpBlocks.bytes(jars)), StartUpBlocks.bytes(jars) < 1_000_000);
	}

	private void atMost(String budget, double limit, Estimate estimate) {
		ratio(budget, limit, estimate, (median) -> median <= limit);
	}

	private void atLeast(String budget, double limit, Estimate estimate) {
		ratio(budget, limit, estimate, (median) -> median >= limit);
	}

	private void ratio(String budget, double limit, Estimate estimate, Predicate<Double> met) {
		if (estimate == null) {
			notMeasured(budget);
			return;
		}
		row(budget, Text.ratio(estimate.median()),
				estimate.mayBe(limit) ? "undecided: " + Text.interval(estimate) : verdict(met.test(estimate.median())));
	}

	private void notMeasured(String budget) {
		row(budget, "", "not measured");
	}

	private void row(String budget, String measured, boolean met) {
		row(budget, measured, verdict(met));
	}

	private void row(String budget, String measured, String verdict) {
		this.table.row(budget, measured, verdict);
	}

	private static String verdict(boolean met) {
		return met ? "met" : "missed";
	}

}
