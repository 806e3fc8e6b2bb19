package io.chaosmiddleware.condition;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathSpellingsTests {

	private static final String FAULT = "{\"actions\":[{\"name\":\"fault\",\"value\":\"java.lang.RuntimeException\"}]}";

	private final AttackEngine engine = AttackEngine.builder()
		.excludeRoute("/payments/{id}")
		.excludeRoute("/Vault/**")
		.excludeRoute("/caf%C3%A9/*/open/")
		.exclude((path) -> path.equals("/Own Test"))
		.build();

	@ParameterizedTest
	@ValueSource(strings = { "/payments/1", "/Payments/1", "//payments/1", "/payments/a%2Fb", "/payments/%2f",
			"/payments/%3B", "/payments/1;a=b%2Fc", "/payments;a/1", "/payments//1", "/payments/1//",
			"/x/../payments/1", "/x/..;y/payments/1", "/x//../../payments/1", "/%2e/payments/1", "/payments/1/.",
			"/payments%5C1", "/payments%2F1", "/vault", "/VAULT/", "/vault/../orders", "/caf%c3%a9/1/open",
			"/CAF%C3%89/%20/OPEN", "/Own%20Test", "/payments/%E0%A4%A", "/payments/\u212A" })
	void isGuarded(String raw) {
		assertThat(this.engine.isExcluded(raw)).isTrue();
		assertThat(result(raw)).isEqualTo("fault;verdict=skipped;reason=excluded-route");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/payments", "/payments/1/2", "/paymentss/1", "/vaults", "/x/vault",
			"/orders;/payments/1", "/orders/..payments/1", "/%2570ayments/1", "/own test", "/orders/..", "/..",
			"/orders/payments%2F1" })
	void isNotGuarded(String raw) {
		assertThat(this.engine.isExcluded(raw)).isFalse();
		assertThat(result(raw)).isEqualTo("fault;verdict=injected");
	}

	private String result(String raw) {
		RequestView request = RequestView.of("GET", raw, FAULT);
		String result = this.engine.decide(request).resultHeader();
		assertThat(this.engine.explain(request).decision().resultHeader()).isEqualTo(result);
		return result;
	}

	@ParameterizedTest
	@CsvSource({ "/payments/{id}, /payments/a b", "/vault/**, /vault/x/1", "/a/*/c/{d}, /a/b/c/d",
			"/straße/ß, /straße/ß", "/x, /x", "/**, /any/thing" })
	void isGuardedHoweverItIsSpelled(String pattern, String path) {
		AttackEngine guarded = AttackEngine.builder().excludeRoute(pattern).build();
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 5_000; i++) {
			String raw = spelling(path, random);
			assertThat(guarded.isExcluded(raw)).as("%s, spelled from %s with seed %s", raw, path, seed).isTrue();
		}
	}

	private static String spelling(String path, Random random) {
		StringBuilder raw = new StringBuilder();
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			if (c == '/') {
				// all kinds of separators, but none that takes another segment away
				raw.append(parameters(random))
					.append(pick(random, "/", "/", "/", "//", "/./", "/%2e/", "/x/../", "/x/..;y/", "/x/%2E%2e/"));
				if (i == 0 && raw.charAt(0) == ';') {
					raw.insert(0, '/');
				}
			}
			else {
				raw.append(character(c, random));
			}
		}
		raw.append(parameters(random)).append(pick(random, "", "", "/", "//", "/.", "/x/.."));
		return raw.toString();
	}

	private static String parameters(Random random) {
		return pick(random, "", "", "", ";", ";a=b", ";a=b%2Fc;d", ";%3B", ";..");
	}

	private static String character(char c, Random random) {
		String text = String.valueOf(c);
		if (random.nextInt(4) == 0 && text.toUpperCase(Locale.ROOT).length() == 1) {
			text = text.toUpperCase(Locale.ROOT);
		}
		if (text.equals(" ") || text.charAt(0) >= 0x80 || random.nextInt(4) == 0) {
			List<String> escapes = new ArrayList<>();
			for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
				String hex = String.format("%%%02X", octet);
				escapes.add(random.nextBoolean() ? hex : hex.toLowerCase(Locale.ROOT));
			}
			return String.join("", escapes);
		}
		return text;
	}

	private static String pick(Random random, String... texts) {
		return texts[random.nextInt(texts.length)];
	}

	@Test
	void aPathThatIsTooLongIsGuardedWhereAnythingIs() {
		String path = "/" + "a".repeat(PathSpellings.MAX_LENGTH);

		assertThat(this.engine.isExcluded(path)).isTrue();
		assertThat(this.engine.isExcluded(path.substring(1))).isFalse();
		assertThat(AttackEngine.builder().build().isExcluded(path)).isFalse();
	}

	@Test
	void whatIsEqualWithoutRegardToCaseIsTheSame() {
		for (char c = 0x80; c < Character.MIN_SURROGATE; c++) {
			String same = PathSpellings.canonical(String.valueOf(c));
			assertThat(PathSpellings.canonical(String.valueOf(Character.toLowerCase(c)))).isEqualTo(same);
			assertThat(PathSpellings.canonical(String.valueOf(Character.toUpperCase(c)))).isEqualTo(same);
		}
	}

	@Test
	void theCostIsBounded() {
		AttackEngine guarded = AttackEngine.builder().excludeRoute("/p/{a}/{b}/x").excludeRoute("/p/**/x").build();
		ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (String raw : List.of("/p/" + "A;/../%2f//".repeat(180), "/p/" + "Aabc".repeat(500) + "%2F;//./y/z/x",
				"/p/;%3B//.%2F" + "/..A".repeat(500), "/p/%5C%3B;" + "//A/./".repeat(330))) {
			long time = Long.MAX_VALUE;
			long bytes = Long.MAX_VALUE;
			for (int i = 0; i < 50; i++) {
				long allocated = thread.getCurrentThreadAllocatedBytes();
				long begin = System.nanoTime();
				assertThat(guarded.isExcluded(raw)).isFalse();
				time = Math.min(time, System.nanoTime() - begin);
				bytes = Math.min(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
			}
			assertThat(time).as("nanoseconds for %s", raw).isLessThan(10_000_000);
			assertThat(bytes).as("bytes for %s", raw).isLessThan(256 * 1024);
		}
	}

	@Test
	void aPathThatHasOneSpellingOnlyCostsNoMemory() {
		AttackEngine guarded = AttackEngine.builder().exclude((path) -> path.equals("/calm")).build();
		ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long bytes = Long.MAX_VALUE;
		for (int i = 0; i < 50; i++) {
			long allocated = thread.getCurrentThreadAllocatedBytes();
			guarded.isExcluded("/orders/42/items");
			bytes = Math.min(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
		}
		assertThat(bytes).isZero();
	}

}
