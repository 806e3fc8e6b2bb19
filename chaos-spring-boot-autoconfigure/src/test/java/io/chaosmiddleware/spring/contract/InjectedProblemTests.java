package io.chaosmiddleware.spring.contract;

import java.io.EOFException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.Map;
import java.util.NoSuchElementException;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.ChaosMiddlewareException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A problem detail that answers a fault of an attack header says so, on every server, and
 * nothing else does.
 */
@ParameterizedClass
@EnumSource
class InjectedProblemTests {

	private static final String UNSUPPORTED = "org.springframework.web.server.UnsupportedMediaTypeStatusException";

	private static TestApplication application;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server) {
		application = TestApplication.start(server, Application.class, "spring.mvc.problemdetails.enabled=true",
				"spring.webflux.problemdetails.enabled=true");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void calm() {
		application.engine().control().cancelAll(null);
	}

	@Test
	void aProblemDetailSaysThatItIsInjected() {
		HttpResponse<String> response = application.attack("/orders", "delay 1",
				"fault java.util.NoSuchElementException");

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
		JsonNode problem = json(response);
		assertThat(problem.get("chaos")).isEqualTo(JsonMapper.shared()
			.valueToTree(Map.of("effect", "fault", "exception", "java.util.NoSuchElementException", "result",
					"delay;verdict=injected;seconds=1, fault;verdict=injected")));
		assertThat(problem.get("detail").asString()).isEqualTo("no such order");
		assertThat(problem.get("type").asString()).isEqualTo("https://example.org/missing");
		assertThat(problem.get("title").asString()).isEqualTo("Missing");
		assertThat(problem.get("instance").asString()).isEqualTo("/orders");
		assertThat(problem.get("hint").asString()).isEqualTo("look elsewhere");
	}

	@Test
	void theExceptionIsTheOneThatWasReallyThrown() {
		JsonNode chaos = json(application.attack("/orders", "fault com.example.NotThere")).get("chaos");

		assertThat(chaos.get("exception").asString()).isEqualTo("io.chaosmiddleware.engine.ChaosMiddlewareException");
		assertThat(chaos.get("result").asString()).isEqualTo("fault;verdict=injected;reason=fault-not-allowed");
	}

	@Test
	void anEntityKeepsItsStatusAndHeaders() {
		HttpResponse<String> response = application.attack("/orders", "fault java.time.DateTimeException");

		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.headers().firstValue("x-entity")).hasValue("yes");
		assertThat(json(response).at("/chaos/effect").asString()).isEqualTo("fault");
	}

	@Test
	void anErrorResponseKeepsItsStatusAndHeaders() {
		HttpResponse<String> response = application.attack("/orders", "fault ArrayStoreException");

		assertThat(response.statusCode()).isEqualTo(507);
		assertThat(response.headers().firstValue("x-error")).hasValue("yes");
		assertThat(json(response).get("detail").asString()).isEqualTo("store is full");
		assertThat(json(response).at("/chaos/effect").asString()).isEqualTo("fault");
	}

	@Test
	void aProblemDetailOfSpringSaysSoToo() {
		HttpResponse<String> response = application.attack("/orders", "fault " + UNSUPPORTED);

		assertThat(response.statusCode()).isEqualTo(415);
		assertThat(json(response).at("/chaos/exception").asString()).isEqualTo(UNSUPPORTED);
		assertThat(json(response).get("status").asInt()).isEqualTo(415);
	}

	@Test
	void aProblemDetailThatAnswersAStatusSaysSoToo() {
		HttpResponse<String> response = application.attack("/orders", "status 503");

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
		assertThat(json(response).get("title").asString()).isEqualTo("Service Unavailable");
		assertThat(json(response).get("chaos")).isEqualTo(JsonMapper.shared()
			.valueToTree(Map.of("effect", "status", "result", "status;verdict=injected;status=503")));
	}

	@Test
	void aProblemDetailThatIsSharedBetweenAnswersStaysAsItIs() {
		JsonNode injected = json(application.attack("/broken", "fault java.util.ConcurrentModificationException"));
		JsonNode real = json(application.get("/broken"));
		JsonNode attackedButReal = json(application.attack("/broken", "delay 1"));

		assertThat(injected.at("/chaos/effect").asString()).isEqualTo("fault");
		assertThat(real.get("detail").asString()).isEqualTo("try again");
		assertThat(real.has("chaos")).isFalse();
		assertThat(attackedButReal.has("chaos")).as("the delay did not make it fail").isFalse();
		assertThat(Advice.SHARED.getProperties()).isNull();
	}

	@Test
	void aMemberOfThatNameOfTheApplicationStays() {
		JsonNode problem = json(application.attack("/orders", "fault java.util.EmptyStackException"));

		assertThat(problem.get("chaos").asString()).isEqualTo("mine");
	}

	@Test
	void aSubclassWhichCannotBeCopiedStaysAsItIs() {
		JsonNode problem = json(application.attack("/orders", "fault NegativeArraySizeException"));

		assertThat(problem.get("own").asString()).isEqualTo("member");
		assertThat(problem.get("fixed").asString()).isEqualTo("property");
		assertThat(problem.has("chaos")).isFalse();
	}

	@Test
	void aConfiguredAttackChangesNoAnswer() {
		application.configure("fault java.util.NoSuchElementException");

		HttpResponse<String> response = application.get("/orders");
		HttpResponse<String> refused = application.get("/orders", AttackEngine.ATTACK_HEADER, "not json");

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(json(response).has("chaos")).isFalse();
		assertThat(refused.statusCode()).isEqualTo(404);
		assertThat(json(refused).has("chaos")).as("a refused header injects nothing").isFalse();
	}

	@Test
	void otherAnswersStayAsTheyAre() {
		assertThat(application.attack("/orders", "fault java.io.EOFException").body()).isEqualTo("plain text");
	}

	@Test
	void bothMarksCanBeSwitchedOff() {
		try (TestApplication silent = TestApplication.start(this.server, Application.class,
				"chaos.middleware.response.result-header=false", "chaos.middleware.response.problem-detail=false")) {
			HttpResponse<String> response = silent.attack("/orders", "fault java.util.NoSuchElementException");

			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.headers().firstValue(AttackEngine.RESULT_HEADER)).isEmpty();
			assertThat(json(response).has("chaos")).isFalse();
		}
	}

	@Test
	void theMemberTellsTheResultAlsoWithoutTheHeader() {
		try (TestApplication silent = TestApplication.start(this.server, Application.class,
				"chaos.middleware.response.result-header=false")) {
			HttpResponse<String> response = silent.attack("/orders", "fault java.util.NoSuchElementException");

			assertThat(response.headers().firstValue(AttackEngine.RESULT_HEADER)).isEmpty();
			assertThat(json(response).at("/chaos/result").asString()).isEqualTo("fault;verdict=injected");
		}
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderController.class, Advice.class })
	static class Application {

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

		@GetMapping("/broken")
		String broken() {
			throw new ConcurrentModificationException();
		}

	}

	@RestControllerAdvice
	static class Advice {

		static final ProblemDetail SHARED = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "try again");

		@ExceptionHandler
		ProblemDetail missing(NoSuchElementException ex) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "no such order");
			problem.setType(URI.create("https://example.org/missing"));
			problem.setTitle("Missing");
			problem.setProperty("hint", "look elsewhere");
			return problem;
		}

		@ExceptionHandler
		ProblemDetail unknown(ChaosMiddlewareException ex) {
			return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
		}

		@ExceptionHandler
		ResponseEntity<ProblemDetail> entity(DateTimeException ex) {
			return ResponseEntity.unprocessableContent()
				.header("x-entity", "yes")
				.body(ProblemDetail.forStatus(HttpStatus.UNPROCESSABLE_CONTENT));
		}

		@ExceptionHandler
		ErrorResponse errorResponse(ArrayStoreException ex) {
			return ErrorResponse.builder(ex, HttpStatusCode.valueOf(507), "store is full")
				.header("x-error", "yes")
				.build();
		}

		@ExceptionHandler
		ProblemDetail shared(ConcurrentModificationException ex) {
			return SHARED;
		}

		@ExceptionHandler
		ProblemDetail own(EmptyStackException ex) {
			ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.CONFLICT);
			problem.setProperty("chaos", "mine");
			return problem;
		}

		@ExceptionHandler
		OwnProblem subclass(NegativeArraySizeException ex) {
			return new OwnProblem();
		}

		@ExceptionHandler
		ResponseEntity<String> plain(EOFException ex) {
			return ResponseEntity.status(HttpStatus.CONFLICT).body("plain text");
		}

	}

	/** A problem with a member of its own. */
	public static class OwnProblem extends ProblemDetail {

		OwnProblem() {
			super(409);
			setProperties(Map.of("fixed", "property"));
		}

		/**
		 * Return something.
		 * @return something
		 */
		public String getOwn() {
			return "member";
		}

	}

}
