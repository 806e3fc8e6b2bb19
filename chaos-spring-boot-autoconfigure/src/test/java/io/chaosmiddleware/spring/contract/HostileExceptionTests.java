package io.chaosmiddleware.spring.contract;

import java.nio.charset.StandardCharsets;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.ChaosMiddlewareException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the methods of an exception do, an injected one is answered as the same
 * exception that a handler throws in an application without attacks, on every server.
 */
@ParameterizedClass
@EnumSource
class HostileExceptionTests {

	private static final String PACKAGE = "io.chaosmiddleware.spring.contract.**";

	private static TestApplication application;

	private static TestApplication plain;

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server) {
		// the log breaks some real answers too
		application = TestApplication.start(server, Application.class, "logging.level.root=off",
				"chaos.middleware.fault.allowed=" + PACKAGE + "," + HostileExceptions.MuteError.class.getName());
		plain = TestApplication.start(server, Application.class, "logging.level.root=off",
				"chaos.middleware.enabled=false");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
		plain.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders", "/handled" })
	void anInjectedExceptionIsAnsweredAsOneThatIsThrown(String path) {
		Map<String, String> injected = new LinkedHashMap<>();
		Map<String, String> thrown = new LinkedHashMap<>();
		for (Class<? extends Throwable> type : HostileExceptions.ALL) {
			thrown.put(type.getSimpleName(), answer(plain, path + "?fail=" + type.getName(), ""));
			injected.put(type.getSimpleName(), answer(application, path, attack("fault " + type.getName())));
		}

		assertThat(injected).isEqualTo(thrown);
	}

	@Test
	void soIsOneThatIsThrownAfterADelay() {
		String query = "?fail=" + HostileExceptions.Mute.class.getName();

		assertThat(answer(application, "/orders" + query, attack("delay 1")))
			.isEqualTo(answer(plain, "/orders" + query, ""))
			.startsWith("HTTP/1.1 500");
	}

	@Test
	@DisplayName("D13: one that cannot be made becomes the default exception")
	void oneThatCannotBeMadeBecomesTheDefaultException() {
		for (Class<?> type : List.of(HostileExceptions.Unfilled.class, HostileExceptions.Uninitialised.class)) {
			HttpResponse<String> response = application.attack("/handled", "fault " + type.getName());

			assertThat(response.body()).isEqualTo(ChaosMiddlewareException.class.getName());
			assertThat(response.headers().firstValue(AttackEngine.RESULT_HEADER))
				.hasValue("fault;verdict=injected;reason=fault-not-located");
		}
	}

	private static String attack(String... actions) {
		return AttackEngine.ATTACK_HEADER + ": " + document(actions) + "\r\n";
	}

	// on a connection of its own: some servers do not go on with one after everything
	// that is thrown, and WebFlux on virtual threads never answers some of it
	private static String answer(TestApplication application, String path, String header) {
		return application
			.send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "Connection: close\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII))
			// what differs between any two answers; an error page of Jetty does not
			// always know the status; and no cache may keep an injected answer
			.replaceAll("(?im)^(date|cache-control|content-length|x-proofdock-attack-result): .*\r\n", "")
			.replaceAll("\"(timestamp|requestId|error)\":\"[^\"]*\"", "")
			.replaceAll("\"status\":\\d+", "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PlainController.class, HandlingController.class })
	static class Application {

	}

	static String fail(String fail) {
		if (!fail.isEmpty()) {
			try {
				Throwable made = (Throwable) ReflectionUtils.accessibleConstructor(Class.forName(fail)).newInstance();
				HostileExceptionTests.<RuntimeException>sneak(made);
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(ex);
			}
		}
		return "fine";
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneak(Throwable ex) throws E {
		throw (E) ex;
	}

	@RestController
	static class PlainController {

		@GetMapping("/orders")
		String orders(@RequestParam(defaultValue = "") String fail) {
			return fail(fail);
		}

	}

	@RestController
	static class HandlingController {

		@GetMapping("/handled")
		String handled(@RequestParam(defaultValue = "") String fail) {
			return fail(fail);
		}

		@ExceptionHandler
		ResponseEntity<String> handle(Throwable ex) {
			return ResponseEntity.status(409).body(ex.getClass().getName());
		}

	}

}
