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
			table.row(variant, Text.number(throughput.median(variant)),
					Text.ratio(throughput.ratioToBothPlain(variant)), Text.decimals(cpu.median(variant), 1) + " µs",
					Text.ratio(cpu.ratioToBothPlain(variant)));
		}
		return table.toString();
	}

	private static String control(Comparison throughput, Comparison cpu) {
		return "The same application against itself, `%s` to `%s`, in %s: throughput %s, CPU per request %s.".formatted(
				Comparison.PLAIN_AGAIN, Comparison.PLAIN, Text.count(throughput.rounds(Comparison.PLAIN), "round"),
				Text.ratio(throughput.ratio(Comparison.PLAIN_AGAIN, Comparison.PLAIN)),
				Text.ratio(cpu.ratio(Comparison.PLAIN_AGAIN, Comparison.PLAIN)));
	}

}
