package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.chaosmiddleware.benchmarks.Results.AddedJar;
import io.chaosmiddleware.benchmarks.Results.StartUpResult;
import io.chaosmiddleware.benchmarks.Results.StartUpSample;

/**
 * How long it takes to start, and what is added to the class path.
 */
final class StartUpBlocks {

	private StartUpBlocks() {
	}

	static String startUp(StartUpResult results) {
		List<String> parts = new ArrayList<>();
		for (Stack stack : Stack.values()) {
			Comparison time = Comparison.ofStartUps(results.samples(), stack, StartUpSample::milliseconds);
			Comparison classes = Comparison.ofStartUps(results.samples(), stack, StartUpSample::classes);
			if (!time.variants().isEmpty()) {
				parts.add(Table.title(stack.title()));
				parts.add(table(time, classes));
			}
		}
		return String.join("\n\n", parts);
	}

	private static String table(Comparison time, Comparison classes) {
		Table table = Table.of("Application", ">Starts", ">Median", ">Ratio to plain", ">Classes", ">Added classes");
		for (String variant : time.variants()) {
			String plain = Comparison.plainFor(variant);
			boolean compared = !variant.equals(plain);
			table.row(variant, Text.number(time.rounds(variant)), Text.number(time.median(variant)) + " ms",
					compared ? Text.ratio(time.ratio(variant, plain)) : "1", Text.number(classes.median(variant)),
					compared ? Text.number(classes.median(variant) - classes.median(plain)) : "");
		}
		return table.toString();
	}

	static String jars(StartUpResult results) {
		Table table = Table.of("Library", "Jar", ">Size");
		Map<String, List<AddedJar>> libraries = results.jars()
			.stream()
			.collect(Collectors.groupingBy(AddedJar::library, LinkedHashMap::new, Collectors.toList()));
		libraries.forEach((library, jars) -> {
			jars.forEach((jar) -> table.row(library, jar.jar(), kilobytes(jar.bytes())));
			table.row(library, "**" + Text.count(jars.size(), "jar") + "**", "**" + kilobytes(bytes(jars)) + "**");
		});
		return table.toString();
	}

	static long bytes(List<AddedJar> jars) {
		return jars.stream().mapToLong(AddedJar::bytes).sum();
	}

	static String kilobytes(long bytes) {
		return Text.number(bytes / 1000.0) + " KB";
	}

}
