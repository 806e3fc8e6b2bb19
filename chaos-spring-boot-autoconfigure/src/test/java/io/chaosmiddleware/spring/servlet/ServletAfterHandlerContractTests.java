package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.contract.ContractApplication;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks after the handler on what only Spring MVC has: views, asynchronous dispatches,
 * and handlers that write to the response themselves.
 */
abstract class ServletAfterHandlerContractTests extends ServletDispatchContractTests {

	private static final String DELAY_AND_STATUS = "{\"actions\":[{\"name\":\"delay\",\"value\":\"10ms\",\"type\":\"after\"},"
			+ "{\"name\":\"status\",\"value\":\"503\",\"type\":\"after\",\"body\":\"lost\"}]}";

	@BeforeEach
	void close() {
		AnsweringServletController.gate = new CompletableFuture<>();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred", "/functional", "/static.txt", "/answers/view",
			"/answers/redirect-view", "/answers/redirect", "/answers/writer", "/answers/latin", "/answers/closed",
			"/answers/flushed", "/answers/forward", "/answers/include", "/answers/ranges", "/answers/cached",
			"/answers/forwarded", "/answers/forwarded-twice", "/answers/forwarded-callable", "/answers/forwarded-plain",
			"/answers/forwarded-named" })
	void anAnswerIsDelayedAndOtherwiseTheSameHereToo(String path) {
		HttpRequest.Builder request = request(path).header("Range", "bytes=2-4");
		HttpResponse<String> calm = send(request);

		HttpResponse<String> response = send(request.header(AttackEngine.ATTACK_HEADER, after("delay", "\"10ms\"")));

		assertThat(response.statusCode()).isEqualTo(calm.statusCode());
		assertThat(response.body()).isEqualTo(calm.body());
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=0.01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred", "/functional", "/static.txt", "/answers/view",
			"/answers/redirect-view", "/answers/redirect", "/answers/writer", "/answers/latin", "/answers/closed",
			"/answers/flushed", "/answers/include", "/answers/cached", "/answers/forwarded", "/answers/forwarded-twice",
			"/answers/forwarded-callable" })
	void anAnswerIsReplacedHereToo(String path) {
		HttpResponse<String> response = get(path, DELAY_AND_STATUS);

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).isEqualTo("lost");
		assertThat(response.headers().map()).doesNotContainKeys("location", "last-modified", "x-handler");
		assertThat(response.headers().allValues("X-Interceptor")).as("what came before the handler remains")
			.hasSize(path.startsWith("/answers") ? 1 : 0);
		assertThat(get(path, after("fault", "\"java.lang.IllegalArgumentException\"")).body())
			.isEqualTo("handled by the advice");
		HttpResponse<String> rendered = get(path, after("status", "\"503\""));
		assertThat(rendered.statusCode()).isEqualTo(503);
		assertThat(rendered.body()).contains("\"path\":");
	}

	@ParameterizedTest
	@CsvSource({ "/answers/error, 404", "/answers/timeout, 503", "/answers/late-failure, 500",
			"/answers/error-after-writing, 418" })
	void aHandlerThatFailsInItsOwnWayIsDelayedButNotReplaced(String path, int status) {
		HttpResponse<String> response = get(path, DELAY_AND_STATUS);

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains("\"path\":").doesNotContain("lost", "begun");
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.01, status;verdict=skipped;reason=handler-failed");
		assertThat(engine().recent().get(0).outcome().resultHeader()).isEqualTo(result(response));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answers/forwarded-plain", "/answers/forwarded-named" })
	void whatAnotherServletAnswersIsDelayedButNotReplaced(String path) {
		HttpResponse<String> response = get(path, DELAY_AND_STATUS);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("plain");
		assertThat(result(response))
			.isEqualTo("delay;verdict=injected;seconds=0.01, status;verdict=skipped;reason=committed");
	}

	@ParameterizedTest
	@CsvSource({ "/answers/stream, a", "/answers/emitter, a", "/answers/two-flushes, a", "/answers/own-async, a" })
	void aStreamStaysAStream(String path, String first) throws IOException {
		HttpResponse<InputStream> response = open(
				request(path).header(AttackEngine.ATTACK_HEADER, DELAY_AND_STATUS.replace("10ms", "2")));

		try (InputStream body = response.body()) {
			assertThat(new String(body.readNBytes(1))).isEqualTo(first);
			AnsweringServletController.gate.complete("b");
			assertThat(new String(body.readAllBytes())).matches("a*b");
		}
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response))
			.isEqualTo("delay;verdict=skipped;reason=committed, status;verdict=skipped;reason=committed");
	}

	@Test
	void nothingIsHeldUnlessAnActionHits() throws IOException {
		HttpResponse<InputStream> response = open(request("/answers/unflushed").header(AttackEngine.ATTACK_HEADER,
				after("status", "\"503\",\"route\":\"/elsewhere\"")));

		try (InputStream body = response.body()) {
			assertThat(body.readNBytes(AnsweringServletController.MORE_THAN_A_BUFFER))
				.hasSize(AnsweringServletController.MORE_THAN_A_BUFFER);
			AnsweringServletController.gate.complete("b");
			assertThat(new String(body.readAllBytes())).endsWith("b");
		}
	}

	@Test
	void aDelayedAnswerOfAnotherThreadIsHeldUntilItIsDispatched() {
		CompletableFuture<HttpResponse<String>> answer = getAsync("/answers/gated", after("delay", "\"2\""));
		AnsweringServletController.gate.complete("b");
		awaitRunningDelays(1);
		assertThat(ContractApplication.handled()).isOne();

		engine().control().halt(null);

		assertThat(answer.join().body()).isEqualTo("b");
		assertThat(result(answer.join())).isEqualTo("delay;verdict=skipped;reason=halted");
	}

	@Test
	void aHaltWhileTheHandlerWorksSendsItsAnswer() {
		CompletableFuture<HttpResponse<String>> answer = getAsync("/answers/gated", DELAY_AND_STATUS);
		AnsweringServletController.awaitHandled();

		engine().control().halt(null);
		AnsweringServletController.gate.complete("b");

		assertThat(answer.join().body()).isEqualTo("b");
		assertThat(result(answer.join()))
			.isEqualTo("delay;verdict=skipped;reason=halted, status;verdict=skipped;reason=halted");
	}

	@Test
	void anAttackThatIsCancelledWhileTheHandlerWorksStillEnds() {
		int decided = decided();
		configure(after("delay", "\"10ms\",\"route\":\"/answers/gated\""));
		CompletableFuture<HttpResponse<String>> answer = getAsync("/answers/gated", null);
		AnsweringServletController.awaitHandled();

		engine().control().cancelAll(null);
		AnsweringServletController.gate.complete("b");

		assertThat(answer.join().body()).isEqualTo("b");
		assertThat(decided()).isEqualTo(decided + 1);
	}

	@Test
	void whatIsWrittenBeforeARequestBecomesAsynchronousIsNotLost() {
		int decided = decided();
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		CompletableFuture<HttpResponse<String>> answer = getAsync("/answers/written-before-async", DELAY_AND_STATUS);
		while (decided() == decided) {
			assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
			Thread.onSpinWait();
		}

		AnsweringServletController.gate.complete("");

		assertThat(answer.join().body()).isEqualTo("a");
		assertThat(result(answer.join()))
			.isEqualTo("delay;verdict=skipped;reason=committed, status;verdict=skipped;reason=committed");
	}

	@Test
	void aRequestThatIsCompletedWithoutAnAnswerEnds() {
		int decided = decided();

		assertThat(get("/answers/abandoned", DELAY_AND_STATUS).body()).isEmpty();
		while (decided() == decided) {
			// The container tells it after the answer.
			Thread.onSpinWait();
		}
		assertThat(engine().recent().get(0).outcome().resultHeader())
			.isEqualTo("delay;verdict=skipped;reason=abandoned, status;verdict=skipped;reason=abandoned");
	}

	@Test
	void textIsMeasuredInBytes() {
		HttpResponse<String> calm = get("/answers/large-text", null);

		HttpResponse<String> response = get("/answers/large-text", DELAY_AND_STATUS);

		assertThat(response.body()).isEqualTo(calm.body()).endsWith("\u20acend");
		assertThat(headers(response)).isEqualTo(headers(calm));
		assertThat(result(response)).startsWith("delay;verdict=skipped;reason=committed");
	}

	@Test
	void theDelayOfAViewComesBeforeItIsRendered() {
		long begin = System.nanoTime();

		HttpResponse<String> response = get("/answers/view", after("delay", "\"100ms\""));

		assertThat(elapsed(begin)).isGreaterThan(Duration.ofMillis(95));
		assertThat(response.body()).isEqualTo("a view");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AnsweringServletController.class, HeldAnswersController.class, ChangedAnswersController.class,
			ChangedAnswersController.Catching.class, MarkingInterceptor.class })
	static class AnsweringApplication {

		@Bean
		ServletRegistrationBean<HttpServlet> plain() {
			ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new PlainServlet(),
					"/plain");
			registration.setName("plain");
			return registration;
		}

	}

	static class PlainServlet extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().write("plain");
		}

	}

	static class MarkingInterceptor implements WebMvcConfigurer, HandlerInterceptor {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this).addPathPatterns("/answers/**");
		}

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			response.setHeader("X-Interceptor", "1");
			return true;
		}

	}

}
