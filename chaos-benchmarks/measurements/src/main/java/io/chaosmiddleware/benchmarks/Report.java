package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.EngineResult;
import io.chaosmiddleware.benchmarks.Results.Kind;
import io.chaosmiddleware.benchmarks.Results.Machine;
import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Results.StartUpResult;

/**
 * Writes what was measured into a page: between {@code <!-- results: NAME -->} and
 * {@code <!-- end of results -->}. The same results give the same page and pictures, byte
 * for byte, on machines with the same fonts.
 */
final class Report {

	private static final Pattern MARKER = Pattern.compile("<!-- (?:results: (?<name>.*?)|end of results) -->");

	private static final String END = "<!-- end of results -->";

	private Report() {
	}

	static void write(Results results, Path page, Path images) {
		Machine machine = results.read(Kind.MACHINE);
		List<EngineResult> engine = results.read(Kind.ENGINE);
		List<RequestSample> requests = results.read(Kind.REQUESTS);
		DelayResult delays = results.read(Kind.DELAYS);
		StartUpResult startUp = results.read(Kind.START_UP);
		Map<String, String> blocks = Map.of("machine", machine(machine), "engine", EngineBlock.write(engine),
				"requests", RequestBlock.write(requests), "delays-bursts", DelayBlocks.bursts(delays),
				"delays-lateness", DelayBlocks.lateness(delays), "delays-others", DelayBlocks.others(delays),
				"start-up", StartUpBlocks.startUp(startUp), "jars", StartUpBlocks.jars(startUp), "budgets",
				Budgets.write(engine, requests, delays, startUp), "charts", charts(page, images));
		try {
			Files.writeString(page, fill(Files.readString(page), blocks));
			Files.createDirectories(images);
			Files.write(images.resolve("requests.svg"), Charts.requests(requests));
			Files.write(images.resolve("lateness.svg"), Charts.lateness(delays.lateness()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String fill(String page, Map<String, String> blocks) {
		StringBuilder filled = new StringBuilder();
		Matcher marker = MARKER.matcher(page);
		String open = null;
		int copied = 0;
		while (marker.find()) {
			String name = marker.group("name");
			if ((name == null) == (open == null)) {
				throw (open != null) ? unclosed(open)
						: new IllegalStateException("There is '" + END + "' without a beginning");
			}
			if (name == null) {
				filled.append("\n\n").append(blocks.get(open)).append("\n\n");
				copied = marker.start();
			}
			else if (!blocks.containsKey(name)) {
				throw new IllegalStateException("There are no results named '" + name + "'");
			}
			else {
				filled.append(page, copied, marker.end());
			}
			open = name;
		}
		if (open != null) {
			throw unclosed(open);
		}
		return filled.append(page, copied, page.length()).toString();
	}

	private static IllegalStateException unclosed(String name) {
		return new IllegalStateException("The results named '" + name + "' have no '" + END + "'");
	}

	static String machine(Machine machine) {
		return "Measured on %s: %s, %s, %s GiB of memory, %s, JDK %s; what runs on virtual threads, on JDK %s."
			.formatted(machine.date(), machine.processor(), Text.count(machine.cores(), "core"),
					Text.number(machine.memory()), machine.system(), machine.jdk(), machine.virtualThreadsJdk());
	}

	static String charts(Path page, Path images) {
		String path = page.toAbsolutePath()
			.getParent()
			.relativize(images.toAbsolutePath())
			.toString()
			.replace('\\', '/');
		return """
				![CPU time per request as a ratio to the plain application, for each variant and stack](%1$s/requests.svg)

				![How late injected delays end by percentile, beside the platform's timer](%1$s/lateness.svg)"""
			.formatted(path);
	}

}
