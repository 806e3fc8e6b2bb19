package io.chaosmiddleware.engine;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RouteGrammar;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches for documents that make a request as expensive as can be, by changing those
 * that were expensive. Time is that of the thread, and the least of several runs, since
 * machines are busy; memory is exact.
 */
@DisplayName("D7: whatever a route is, it costs a request little")
class WorstCaseTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int ROUNDS = Integer.getInteger("worst-case.rounds", 60);

	private static final List<String> PATHS = List.of("/" + "a".repeat(RequestPath.MAX_LENGTH),
			"/" + "aA1k".repeat(RequestPath.MAX_LENGTH / 4), "/a".repeat(RequestPath.MAX_LENGTH / 2),
			"/" + "\u4e00".repeat(RequestPath.MAX_LENGTH),
			"/" + "\u0100\u01c5\u1c00".repeat(RequestPath.MAX_LENGTH / 3),
			"/" + "%F0%9F%98%80".repeat(RequestPath.MAX_LENGTH / 2));

	// the longest that ordinary requests have
	private static final List<String> ORDINARY = List.of("/products/42",
			"/api/v1/customers/8f14e45f-ceea-467f-a0e6-9c0a7b1c2d3e/orders/2026/items?page=3", "/" + "a".repeat(127),
			"/a".repeat(64), "/" + "\u4e00".repeat(127));

	private static final List<List<String>> SEEDS = List.of(List.of("\\pL*".repeat(40) + "!"),
			List.of("(?:" + ".?".repeat(60) + "!)"), List.of("(.?)".repeat(20) + "!"),
			List.of("/" + "a".repeat(60) + "b"), List.of("(?i)" + "[\u0100-\u1c00]*".repeat(2) + "!"));

	private final Random random = new Random(9);

	@Test
	void notEvenTheWorstHeader() {
		AttackEngine engine = AttackEngine.builder().build();

		Cost worst = search((routes) -> {
			String header = header(routes);
			return PATHS.stream()
				.map((path) -> cost(() -> engine.decide(RequestView.of("GET", path, header))))
				.reduce(Cost.NONE, Cost::or);
		});

		assertThat(worst.nanos()).as("%s", worst).isLessThan(Duration.ofMillis(10).toNanos());
		assertThat(worst.bytes()).as("%s", worst).isLessThan(256 * 1024);
	}

	@Test
	void notEvenTheWorstSetOfALoader() {
		AttackEngine engine = AttackEngine.builder().build();
		long[] most = { 0 };

		Cost worst = search((routes) -> {
			engine.control().replace(AttackSource.LOADER, List.of());
			long before = used();
			engine.control().replace(AttackSource.LOADER, List.of(loaded(routes)));
			Cost cost = ORDINARY.stream()
				.map((path) -> cost(() -> engine.decide(RequestView.of("GET", path, null))))
				.reduce(Cost.NONE, Cost::or);
			most[0] = Math.max(most[0], used() - before);
			return cost;
		});

		assertThat(worst.nanos()).as("%s", worst).isLessThan(Duration.ofMillis(10).toNanos());
		System.out.println("Retained: " + most[0] + " bytes");
		assertThat(most[0]).isLessThan(32 * 1024 * 1024);
	}

	@ParameterizedTest
	@CsvSource({ "query,&", "query,a&", "query,a=&", "query,%61%61&", "query,\u00e9&", "cookies,;", "cookies,a;",
			"cookies,a=;" })
	void notEvenTheMostNames(String field, String part) {
		AttackEngine engine = AttackEngine.builder().build();
		String names = IntStream.range(0, 30)
			.mapToObj((i) -> "\"a" + Integer.toString(i, 36) + "\":\"*\"")
			.collect(Collectors.joining(","));
		String action = "{\"name\":\"delay\",\"value\":\"1\",\"" + field + "\":{" + names + "}}";
		String header = "{\"actions\":[" + String.join(",", Collections.nCopies(5, action)) + "]}";
		// All names but the last one are found, at the end.
		String text = part.repeat(8000 / part.length()) + IntStream.range(0, 29)
			.mapToObj((i) -> "a" + Integer.toString(i, 36) + "=")
			.collect(Collectors.joining(part.substring(part.length() - 1)));
		RequestView request = new TestAttacks.Named(text,
				Map.of(AttackEngine.ATTACK_HEADER, List.of(header), "cookie", List.of(text)));

		assertThat(engine.decide(request).resultHeader()).startsWith("delay;verdict=missed;reason=" + field);
		Cost worst = IntStream.range(0, 20)
			.mapToObj((i) -> cost(() -> engine.decide(request)))
			.reduce(Cost.NONE,
					(first, second) -> (first == Cost.NONE || second.nanos() < first.nanos()) ? second : first);
		assertThat(worst.nanos()).as("%s", worst).isLessThan(Duration.ofMillis(10).toNanos());
		assertThat(worst.bytes()).as("%s", worst).isLessThan(256 * 1024);
	}

	private static long used() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private Cost search(Function<List<String>, Cost> measure) {
		Cost slowest = Cost.NONE;
		Cost largest = Cost.NONE;
		List<String> slow = SEEDS.get(0);
		List<String> large = slow;
		for (int i = -ROUNDS / 2; i < ROUNDS; i++) {
			List<String> candidate = switch (Math.floorMod(i, 4)) {
				case 0 -> RouteGrammar.change(slow, this.random);
				case 1 -> RouteGrammar.change(large, this.random);
				case 2 -> SEEDS.get(this.random.nextInt(SEEDS.size()));
				default -> RouteGrammar.expressions(this.random);
			};
			Cost cost = measure.apply(candidate);
			// before that only the compiler warms up
			if (i >= 0 && cost.nanos() > slowest.nanos()) {
				slowest = cost;
				slow = candidate;
			}
			if (i >= 0 && cost.bytes() > largest.bytes()) {
				largest = cost;
				large = candidate;
			}
		}
		System.out.println("Slowest: " + slowest + " for " + slow);
		System.out.println("Largest: " + largest + " for " + large);
		return slowest.or(largest);
	}

	private static String header(List<String> routes) {
		return document(routes, "{\"actions\":[", AttackLimits.HEADER) + "]}";
	}

	private static Attack loaded(List<String> routes) {
		String document = document(routes, "[", AttackLimits.OPERATOR) + "]";
		return new Attack(
				new AttackParser(AttackLimits.OPERATOR).parseActions(document.getBytes(StandardCharsets.UTF_8)));
	}

	private static String document(List<String> routes, String beginning, AttackLimits limits) {
		StringBuilder document = new StringBuilder(beginning);
		int size = 100;
		for (int i = 0; i < limits.maxActions() - 1; i++) {
			String action = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\""
					+ RouteGrammar.escaped(routes.get(i % routes.size())) + "\"},";
			size += action.getBytes(StandardCharsets.UTF_8).length;
			if (size > limits.maxSize()) {
				break;
			}
			document.append(action);
		}
		return document.append("{\"name\":\"delay\",\"value\":\"9\"}").toString();
	}

	private static Cost cost(Supplier<?> work) {
		long thread = Thread.currentThread().getId();
		long nanos = Long.MAX_VALUE;
		long bytes = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			long bytesBefore = THREADS.getThreadAllocatedBytes(thread);
			long nanosBefore = THREADS.getCurrentThreadCpuTime();
			work.get();
			nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - nanosBefore);
			bytes = Math.min(bytes, THREADS.getThreadAllocatedBytes(thread) - bytesBefore);
		}
		return new Cost(nanos, bytes);
	}

	private record Cost(long nanos, long bytes) {

		static final Cost NONE = new Cost(0, 0);

		Cost or(Cost other) {
			return new Cost(Math.max(this.nanos, other.nanos), Math.max(this.bytes, other.bytes));
		}

		@Override
		public String toString() {
			return this.nanos / 1000 + " us, " + this.bytes + " bytes";
		}

	}

}
