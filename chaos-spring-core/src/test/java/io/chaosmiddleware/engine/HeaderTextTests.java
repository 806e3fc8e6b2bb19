package io.chaosmiddleware.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("D23: the bytes of a header")
class HeaderTextTests {

	private final AttackEngine engine = AttackEngine.builder()
		.identity(new ApplicationIdentity("caf\u00e9", null, "id"))
		.build();

	private static String asServersReadIt(String sent) {
		return new String(sent.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private String result(String header, String path) {
		RequestView request = RequestView.of("GET", path, header);
		String result = this.engine.decide(request).resultHeader();
		assertThat(this.engine.explain(request).decision().resultHeader()).isEqualTo(result);
		return result;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stra\u00dfe", "/\u65e5\u672c", "/\ud83d\ude00", "/a\u0080" })
	void areReadAsUtf8IfTheyAreUtf8(String path) {
		String header = document(delay(1, "route", "^" + path + "$"));

		assertThat(result(asServersReadIt(header), path)).isEqualTo("delay;verdict=injected;seconds=1");
		assertThat(result(header, path)).as("read already").isEqualTo("delay;verdict=injected;seconds=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stra\u00dfe", "/\u00c3", "/\u00c3\u00a9\u00ff", "/\u00c0\u00af", "/\u00ed\u00a0\u0080" })
	void areReadAsIso88591IfTheyAreNot(String path) {
		assertThat(result(document(delay(1, "route", "^" + path + "$")), path))
			.isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void areNotReadTwiceIfAServerHasReadThem() {
		String path = "/\u00c3\u00a9\u0101";

		assertThat(result(document(delay(1, "route", path)), path)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void nameATargetToo() {
		String header = "{\"actions\":[" + delay(1) + "],\"target\":{\"application\":\"caf\u00e9\"}}";

		assertThat(result(asServersReadIt(header), "/")).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void countForTheLimitOfItsSize() {
		String blanks = " ".repeat(8192 - document(delay(1)).length());

		assertThat(result(document(delay(1)) + blanks, "/")).isEqualTo("delay;verdict=injected;seconds=1");
		String header = document(delay(1, "route", "\ud83d\ude00".repeat(60)));
		blanks = " ".repeat(8193 - header.getBytes(StandardCharsets.UTF_8).length);
		assertThat(result(asServersReadIt(header + blanks), "/")).isEqualTo("attack;verdict=refused;reason=too-large");
	}

	@Test
	void areReadTheSameInAToken() {
		AttackEngine guarded = AttackEngine.builder().headerToken("schl\u00fcssel").build();
		for (String token : List.of("schl\u00fcssel", asServersReadIt("schl\u00fcssel"))) {
			RequestView request = TestAttacks.withHeaders(Map.of(AttackEngine.ATTACK_HEADER,
					List.of(document(delay(1))), AttackEngine.TOKEN_HEADER, List.of(token)));

			assertThat(guarded.decide(request).resultHeader()).isEqualTo("delay;verdict=injected;seconds=1");
		}
		RequestView other = TestAttacks.withHeaders(Map.of(AttackEngine.ATTACK_HEADER, List.of(document(delay(1))),
				AttackEngine.TOKEN_HEADER, List.of(asServersReadIt("schl\u00fcssem"))));
		assertThat(guarded.decide(other).resultHeader()).isEqualTo("attack;verdict=refused;reason=unauthorized");
	}

	@Test
	void costNothingIfTheyAreAscii() {
		String header = document(delay(1));

		assertThat(HeaderText.of(header)).isSameAs(header);
	}

}
