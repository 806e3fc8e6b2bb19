package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.chaosmiddleware.benchmarks.Results.EngineResult;

/**
 * The results of JMH, in words where the benchmark is known.
 */
final class EngineBlock {

	static final String IDLE = "DecideBenchmark.idle";

	static final String MISSED = "DecideBenchmark.missed";

	private static final String HEADER = "HeaderBenchmark.decide";

	private static final List<String> BENCHMARKS = List.of(IDLE, MISSED, "DecideBenchmark.hitByDelay",
			"DecideBenchmark.hitByFault", HEADER);

	private static final Map<String, String> MISSES = Map.of("LITERAL", "a literal route", "TARGET", "a target",
			"PATTERN", "a path pattern", "EXPRESSION", "an expression", "CHOICE",
			"an expression that begins with a choice");

	private static final Map<String, String> HEADERS = Map.of("SMALL", "one delay", "AT_LIMIT",
			"as much as is allowed, which misses", "NOT_JSON", "not JSON", "TOO_LARGE", "too large", "UNAUTHORIZED",
			"without its token");

	private static final List<String> KINDS = List.of("LITERAL", "TARGET", "PATTERN", "EXPRESSION", "CHOICE", "SMALL",
			"AT_LIMIT", "NOT_JSON", "TOO_LARGE", "UNAUTHORIZED");

	private EngineBlock() {
	}

	static String write(List<EngineResult> results) {
		List<EngineResult> sorted = new ArrayList<>(results);
		sorted.sort(Comparator.comparing((EngineResult result) -> position(BENCHMARKS, result.benchmark()))
			.thenComparing((result) -> position(KINDS, kind(result)))
			.thenComparing((result) -> attacks(result)));
		Table table = Table.of("One call", ">Time", ">Allocates");
		sorted.forEach((result) -> table.row(words(result), time(result), Text.bytes(result.bytes())));
		return table.toString();
	}

	private static int position(List<String> known, String name) {
		int position = known.indexOf(name);
		return (position >= 0) ? position : known.size();
	}

	static String kind(EngineResult result) {
		Map<String, String> parameters = result.parameters();
		return parameters.getOrDefault("miss", parameters.getOrDefault("header", ""));
	}

	static int attacks(EngineResult result) {
		return Integer.parseInt(result.parameters().getOrDefault("attacks", "0"));
	}

	private static String words(EngineResult result) {
		String kind = kind(result);
		if (result.benchmark().equals(MISSED) && MISSES.containsKey(kind)) {
			return Text.count(attacks(result), "attack") + ((attacks(result) == 1) ? " misses by " : " miss by ")
					+ MISSES.get(kind);
		}
		if (result.benchmark().equals(HEADER) && HEADERS.containsKey(kind)) {
			return "header: " + HEADERS.get(kind);
		}
		return switch (result.benchmark()) {
			case IDLE -> "idle";
			case "DecideBenchmark.hitByDelay" -> "1 attack hits: a delay";
			case "DecideBenchmark.hitByFault" -> "1 attack hits: a fault";
			case "AdapterBenchmark.mvcInterceptor" -> "the interceptor of Spring MVC, " + missing(result);
			case "AdapterBenchmark.mvcLogFilter" -> "the log filter of Spring MVC";
			// as the results that are there call what came before the filter
			case "AdapterBenchmark.webFluxHandlerMapping" ->
				"the handler mapping of Spring WebFlux, " + missing(result);
			case "AdapterBenchmark.webFluxFilter" -> "the filter of Spring WebFlux, " + missing(result);
			default -> raw(result);
		};
	}

	private static String missing(EngineResult result) {
		return (attacks(result) == 0) ? "idle" : Text.count(attacks(result), "attack") + " miss by a literal route";
	}

	private static String raw(EngineResult result) {
		String parameters = result.parameters().isEmpty() ? "" : " " + new TreeMap<>(result.parameters());
		return "`" + result.benchmark() + parameters + "`";
	}

	private static String time(EngineResult result) {
		boolean micros = result.nanoseconds() >= 1000;
		double scale = micros ? 1000 : 1;
		double value = result.nanoseconds() / scale;
		int decimals = (value < 10) ? 2 : (value < 100) ? 1 : 0;
		// JMH knows no error of a single iteration
		String error = Double.isFinite(result.error()) ? " ± " + Text.decimals(result.error() / scale, decimals) : "";
		return Text.decimals(value, decimals) + error + (micros ? " µs" : " ns");
	}

}
