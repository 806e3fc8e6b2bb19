package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.benchmarks.Results.RequestSample;

/**
 * Whole requests, one table for each stack.
 */
final class RequestBlock {

	private RequestBlock() {
	}

	static String write(List<RequestSample> samples) {
		List<String> parts = new ArrayList<>();
		for (Stack stack : Stack.values()) {
			Comparison throughput = Comparison.ofRequests(samples, stack, RequestSample::throughput);
			Comparison cpu = Comparison.ofRequests(samples, stack, RequestSample::cpu);
			if (!throughput.variants().isEmpty()) {
				parts.add(Table.title(stack.title()));
				parts.add(table(throughput, cpu));
				parts.add(control(throughput, cpu));
			}
		}
		return String.join("\n\n", parts);
	}

	private static String table(Comparison throughput, Comparison cpu) {
		Table table = Table.of("Application", ">Requests per second", ">Ratio to plain", ">CPU per request",
				">Ratio to plain");
		for (String variant : throughput.variants()) {
			table.row(variant, Text.number(throughput.median(variant)), ratio(throughput, variant),
					Text.decimals(cpu.median(variant), 1) + " µs", ratio(cpu, variant));
		}
		return table.toString();
	}

	// the control is compared with the other one, not with a mean that it is part of
	private static String ratio(Comparison comparison, String variant) {
		return switch (variant) {
			case Comparison.PLAIN -> "1";
			case Comparison.PLAIN_AGAIN -> Text.ratio(comparison.ratio(variant, Comparison.PLAIN));
			default -> Text.ratio(comparison.ratioToBothPlain(variant));
		};
	}

	private static String control(Comparison throughput, Comparison cpu) {
		return "The same application against itself, in %s of %s: throughput %s, CPU per request %s.".formatted(
				Text.count(throughput.rounds(Comparison.PLAIN), "round"),
				Text.count(throughput.numberOfStarts(), "start"),
				Text.ratio(throughput.ratio(Comparison.PLAIN_AGAIN, Comparison.PLAIN)),
				Text.ratio(cpu.ratio(Comparison.PLAIN_AGAIN, Comparison.PLAIN)));
	}

}
