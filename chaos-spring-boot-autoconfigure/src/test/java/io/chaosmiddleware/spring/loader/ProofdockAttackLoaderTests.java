package io.chaosmiddleware.spring.loader;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the client of the Chaos API sends, and which answers it understands.
 */
class ProofdockAttackLoaderTests extends ProofdockLoaderOnLoopback {

	private static final String WHOLE_ATTACKS = """
			{"attacks":[{"id":"a","until":"2026-11-27T12:00:00Z","target":{"application":"shop"},"actions":[]},
			{"id":"b","actions":[{"name":"delay","value":"250ms"}]}]}""";

	@Test
	void l2SendsWhoWeAreAndTheToken() throws Exception {
		loader().load();

		TestApi.Request request = this.api.request();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.uri()).isEqualTo("/v1/attacks/synchronize");
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
		assertThat(request.header("Content-type")).isEqualTo("application/json");
		assertThat(request.header("Accept")).isEqualTo("application/json");
		assertThat(request.header("Accept-encoding")).isEqualTo("gzip");
		assertThat(request.header("Upgrade")).isNull();
		assertThat(request.header("Content-length")).isEqualTo("40");
		assertThat(request.body()).isEqualTo("{\"id\":\"id-1\",\"env\":\"test\",\"name\":\"shop\"}");
	}

	@Test
	void l2AMissingEnvironmentIsNull() throws Exception {
		loader(this.api.url(), new ApplicationIdentity("shop", null, "id-1")).load();

		assertThat(this.api.request().body()).isEqualTo("{\"id\":\"id-1\",\"env\":null,\"name\":\"shop\"}");
	}

	@Test
	void l2NamesOutsideAsciiAreEscapedAsInTheOriginal() throws Exception {
		loader(this.api.url(), new ApplicationIdentity("k\u00e4se \"laden\" \ud83e\uddc0", "\n", "id-1")).load();

		assertThat(this.api.request().body())
			.isEqualTo("{\"id\":\"id-1\",\"env\":\"\\n\",\"name\":\"k\\u00E4se \\\"laden\\\" \\uD83E\\uDDC0\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/base", "/base/" })
	void oneTrailingSlashOfTheBaseUrlIsTolerated(String path) throws Exception {
		loader(URI.create(this.api.url() + path)).load();

		assertThat(this.api.request().uri())
			.isEqualTo((path.startsWith("/base") ? "/base" : "") + "/v1/attacks/synchronize");
	}

	@Test
	void theActionsBecomeOneAttackWithoutTarget() throws Exception {
		this.api.answers(200, "[{\"name\": \"delay\", \"value\": \"1\"}, {\"name\": \"fault\", \"value\": \"X\"}]");

		List<Attack> attacks = loader().load();

		assertThat(attacks).hasSize(1);
		assertThat(attacks.get(0).target()).isNull();
		assertThat(attacks.get(0).actions()).extracting(Action::name).containsExactly("delay", "fault");
	}

	@Test
	@DisplayName("D25: an API that speaks the language of whole attacks is asked for them by a header, and answers with it")
	void wholeAttacks() throws Exception {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().set("x-proofdock-language", "2");
			TestApi.answer(exchange, 200, WHOLE_ATTACKS);
		});

		List<Attack> attacks = loader().load();

		assertThat(this.api.request().header("X-proofdock-language")).isEqualTo("2");
		assertThat(attacks).extracting(Attack::id).containsExactly("a", "b");
		assertThat(attacks.get(0).target()).isEqualTo(new Target("shop", null));
		assertThat(attacks.get(0).schedule().until()).isEqualTo("2026-11-27T12:00:00Z");
	}

	@Test
	void wholeAttacksWithoutTheHeaderAreRefusedAsEver() {
		this.api.answers(200, WHOLE_ATTACKS);

		assertThatExceptionOfType(ChaosApiException.class).isThrownBy(() -> loader().load())
			.withMessageContaining("a list of actions is expected");
	}

	@Test
	void anotherVersionOfTheLanguageIsReadAsAListOfActions() throws Exception {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().set("x-proofdock-language", "3");
			TestApi.answer(exchange, 200, TestApi.DELAY);
		});

		assertThat(loader().load()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "{}", "false" })
	void l7AnEmptyAnswerIsASuccessThatLoadsNothing(String answer) throws Exception {
		this.api.answers(200, answer);

		assertThat(loader().load()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 203, 206, 299 })
	void anySuccessCounts(int status) throws Exception {
		this.api.answers(status, TestApi.DELAY);

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void theContentTypeOfTheAnswerDoesNotMatter() throws Exception {
		this.api.answers((exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "text/html; charset=iso-8859-1");
			TestApi.answer(exchange, 200, TestApi.DELAY);
		});

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void gzipIsUnderstood() throws Exception {
		this.api.answers(gzip(TestApi.DELAY.getBytes(StandardCharsets.UTF_8)));

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void chunkedIsUnderstood() throws Exception {
		this.api.answers((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			for (byte b : TestApi.DELAY.getBytes(StandardCharsets.UTF_8)) {
				exchange.getResponseBody().write(b);
				exchange.getResponseBody().flush();
			}
		});

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void aByteOrderMarkIsUnderstood() throws Exception {
		this.api.answers(200, "\ufeff" + TestApi.DELAY);

		assertThat(loader().load()).hasSize(1);
	}

	@Test
	void l11ASenselessActionIsRefusedAlone() throws Exception {
		this.api.answers(200, "[{\"name\": \"delay\", \"value\": \"61\"}, {\"name\": \"delay\", \"value\": \"1\"}]");

		assertThat(loader().load().get(0).actions())
			.satisfiesExactly(
					(action) -> assertThat(((Action.Refused) action).problems().get(0).reason())
						.isEqualTo(Reason.DELAY_TOO_LONG),
					(action) -> assertThat(action).isInstanceOf(Action.Valid.class));
	}

	@Test
	void everyThreadIsADaemon() throws Exception {
		loader().load();

		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("chaos-") || thread.getName().startsWith("HttpClient"))
			.isNotEmpty()
			.allMatch(Thread::isDaemon);
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaos.example.com", "/relative", "ftp://chaos.example.com", "http://", "https:///path",
			"http://a b", "http://user:secret@chaos.example.com", "https://chaos.example.com?a=b",
			"https://chaos.example.com#a", "http://under_score", "http://chaos.example.com:99999" })
	void anUrlThatCannotBeUsedIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChaosApi.checkUrl(url))
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a\n", "\u00e4" })
	void aTokenThatCannotBeAHeaderIsRefusedWithoutBeingQuoted(String token) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ChaosApi(URI.create("http://localhost"), token, TIMEOUT))
			.withMessage("must consist of printable ASCII characters, without blanks and line breaks");
	}

	@Test
	void theCoordinatesDoNotPrintTheToken() {
		assertThat(new ChaosApi(URI.create("http://localhost"), TOKEN, TIMEOUT).toString()).doesNotContain(TOKEN);
	}

}
