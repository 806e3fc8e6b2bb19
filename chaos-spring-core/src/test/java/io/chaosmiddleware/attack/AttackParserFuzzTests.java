package io.chaosmiddleware.attack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.effect.Delay;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes arrive: the parser ends fast, throws nothing but its own refusal, quotes
 * nothing raw, and what it accepts keeps its promises. The documents of the original's
 * vectors are the seeds. The build fuzzes for a short time (see the execution
 * {@code fuzz} in the {@code pom.xml}); without {@code JAZZER_FUZZ=1}, as in an IDE, the
 * seeds alone are run.
 */
@Tag("fuzz")
class AttackParserFuzzTests {

	private static final Duration MAX_DELAY = Duration.ofSeconds(60);

	private static final AttackParser HEADER = new AttackParser(AttackLimits.HEADER);

	private static final AttackParser OPERATOR = new AttackParser(AttackLimits.OPERATOR);

	private static final String AIMED = "{\"id\":\"a\",\"actions\":[{\"name\":\"status\",\"value\":503,"
			+ "\"headers\":{\"a\":\"1\"},\"requestHeaders\":{\"b\":[\"1\",\"*\"],\"c\":2},\"method\":[\"GET\"],"
			+ "\"query\":{\"d\":\"\u00e4\"},\"cookies\":{\"e\":\"***\"},\"user\":\"f\",\"probability\":0.5}],"
			+ "\"target\":{\"instances\":\"2.5%\"}}";

	private static final String[] PATHS = { "", "/", "/users/42", "/caf\u00e9/\n", "a".repeat(RequestPath.MAX_LENGTH) };

	// The fuzzer writes its progress to the console, past Maven. What it finds is a
	// failure
	// of the test. The JVM does not close this descriptor, but redirects it to nowhere.
	@BeforeAll
	static void silenceTheFuzzer() throws IOException {
		if (System.getenv("JAZZER_FUZZ") != null) {
			new FileOutputStream(FileDescriptor.err).close();
		}
	}

	static Stream<Arguments> seeds() throws IOException {
		try (InputStream stream = AttackParserFuzzTests.class.getResourceAsStream("/vectors.jsonl")) {
			String lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			return Stream.concat(lines.lines().flatMap(AttackParserFuzzTests::documents), Stream.of(AIMED))
				.distinct()
				.map((document) -> {
					byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
					return Arguments.of((Object) bytes);
				});
		}
	}

	private static Stream<String> documents(String line) {
		JsonNode input = JsonMapper.shared().readTree(line).get("input");
		String header = input.get("header").asString("");
		JsonNode loaded = input.get("loaded_actions");
		// and the same as an operator would send it
		return Stream.of(header, loaded.toString(), header.replaceFirst("\\{", "{\"duration\":\"10m\","));
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "20s")
	void nothingButARefusalIsEverThrown(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		attack(() -> HEADER.parse(text), false);
		attack(() -> HEADER.parse(new String(data, StandardCharsets.ISO_8859_1)), false);
		attack(() -> HEADER.parseStrictly(text), true);
		attack(() -> OPERATOR.parseStrictly(data, (schedule) -> null), true);
		attack(() -> new Attack(OPERATOR.parseActions(data)), false);
		route(text);
	}

	private static void attack(java.util.function.Supplier<Attack> reading, boolean strict) {
		Attack attack;
		try {
			attack = reading.get();
		}
		catch (AttackRefusedException ex) {
			assertThat(ex.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
			ex.problems().forEach(AttackParserFuzzTests::isPrintable);
			return;
		}
		for (Action action : attack.actions()) {
			if (action instanceof Action.Refused refused) {
				assertThat(strict).isFalse();
				refused.problems().forEach(AttackParserFuzzTests::isPrintable);
			}
			else if (action instanceof Action.Valid valid) {
				if (valid.effect() instanceof Delay delay) {
					assertThat(delay.duration()).isPositive().isLessThanOrEqualTo(MAX_DELAY);
				}
			}
		}
	}

	private static void isPrintable(Problem problem) {
		String text = problem.toString();
		if (text.length() > 1_000 || !text.chars().allMatch((c) -> c >= ' ' && c < 0x7f)) {
			throw new AssertionError("not fit for a log line: " + text);
		}
	}

	private static void route(String text) {
		String source = text.substring(0, Math.min(text.length(), Route.MAX_LENGTH + 1));
		for (boolean whole : new boolean[] { false, true }) {
			Route route;
			try {
				route = whole ? Route.pathPattern(source) : Route.parse(source);
			}
			catch (IllegalArgumentException ex) {
				continue;
			}
			long start = System.nanoTime();
			for (String path : PATHS) {
				route.matches(path);
			}
			route.matches(RequestPath.of(text));
			// instrumented code is slow, and the machine may be busy
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			assertThat(route.examples()).hasSizeLessThanOrEqualTo(32);
		}
	}

}
