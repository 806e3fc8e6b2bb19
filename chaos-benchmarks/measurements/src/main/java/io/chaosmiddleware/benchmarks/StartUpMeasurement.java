package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.chaosmiddleware.benchmarks.Results.AddedJar;
import io.chaosmiddleware.benchmarks.Results.StartUpResult;
import io.chaosmiddleware.benchmarks.Results.StartUpSample;

/**
 * Starting: how long it takes until the application says "started", and what is added to
 * it. The variants take turns, in random order.
 */
final class StartUpMeasurement {

	// those that were in the archive of the JDK are counted apart
	private static final Pattern LOADED = Pattern.compile("java\\.cls\\.(?:sharedL|l)oadedClasses=(\\d+)");

	private final Path java;

	private final int rounds;

	StartUpMeasurement(Path java, int rounds) {
		this.java = java;
		this.rounds = rounds;
	}

	StartUpResult run() {
		List<StartUpSample> samples = new ArrayList<>();
		// the first round fills the caches of the system
		for (int round = -1; round < this.rounds; round++) {
			for (Stack stack : Stack.values()) {
				List<Variant> variants = new ArrayList<>(variants(stack));
				Collections.shuffle(variants);
				for (Variant variant : variants) {
					StartUpSample sample = start(round, variant);
					System.out.println(sample);
					if (round >= 0) {
						samples.add(sample);
					}
				}
			}
		}
		List<AddedJar> jars = new ArrayList<>(added("starter", "starter", "plain"));
		jars.addAll(added("chaos-monkey", "chaos-monkey", "plain"));
		return new StartUpResult(samples, jars);
	}

	private static List<Variant> variants(Stack stack) {
		return List.of(Variant.plain(stack, "plain"), Variant.disabled(stack), Variant.idle(stack),
				Variant.chaosMonkey(stack, false), Variant.chaosMonkey(stack, true),
				Variant.plain(stack, "plain").withActuator(), Variant.idle(stack).withActuator());
	}

	private StartUpSample start(int round, Variant variant) {
		try (Application application = Application.start(this.java, variant)) {
			return new StartUpSample(variant.stack(), round, variant.name(), application.startUp().toNanos() / 1e6,
					loadedClasses(application));
		}
	}

	private long loadedClasses(Application application) {
		try {
			Process jcmd = new ProcessBuilder(this.java.resolve("bin/jcmd").toString(),
					String.valueOf(application.pid()), "PerfCounter.print")
				.start();
			String counters = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			long loaded = LOADED.matcher(counters)
				.results()
				.map((MatchResult match) -> match.group(1))
				.mapToLong(Long::parseLong)
				.sum();
			if (loaded == 0) {
				throw new IllegalStateException("The JVM does not say how many classes it has loaded");
			}
			return loaded;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<AddedJar> added(String library, String with, String without) {
		List<String> before = Application.jars(Stack.TOMCAT, without)
			.stream()
			.map((jar) -> jar.getFileName().toString())
			.toList();
		return Application.jars(Stack.TOMCAT, with)
			.stream()
			.filter((jar) -> !before.contains(jar.getFileName().toString()))
			.map((jar) -> new AddedJar(library, jar.getFileName().toString(), size(jar)))
			.toList();
	}

	private static long size(Path jar) {
		try {
			return Files.size(jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
