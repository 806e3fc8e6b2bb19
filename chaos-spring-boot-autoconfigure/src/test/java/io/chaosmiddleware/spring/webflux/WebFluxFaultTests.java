package io.chaosmiddleware.spring.webflux;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.webflux.shop.Probe;
import io.chaosmiddleware.spring.webflux.shop.ShopApplication;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The strongest statement about faults: the answer is the one that the same handler gives
 * when it really fails.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxFaultTests {

	private static WebFluxServer server;

	private static WebFluxServer problemDetails;

	private static WebFluxServer blockingExecution;

	@BeforeAll
	static void start() {
		// handlers with a session answer from another thread, after which Reactor Netty
		// 1.3.7 may leave the connection hanging (its issue 4361), attacked or not
		String noKeepAlive = "server.netty.max-keep-alive-requests=1";
		String quiet = "logging.level.org.springframework=OFF";
		String allowed = "chaos.middleware.fault.allowed=java.**,org.springframework.**,"
				+ "io.chaosmiddleware.spring.webflux.shop.**,java.lang.AssertionError";
		server = WebFluxServer.start(ShopApplication.class, quiet, noKeepAlive, allowed);
		problemDetails = WebFluxServer.start(ShopApplication.class, quiet, noKeepAlive, allowed,
				"spring.webflux.problemdetails.enabled=true");
		blockingExecution = WebFluxServer.start(ShopApplication.class, quiet, noKeepAlive, allowed,
				"shop.blocking=true");
	}

	@AfterAll
	static void stop() {
		server.close();
		problemDetails.close();
		blockingExecution.close();
	}

	static Stream<String> routes() {
		return ShopApplication.ROUTES.stream();
	}

	@ParameterizedTest
	@MethodSource("routes")
	void anInjectedFaultIsAnsweredAsIfTheHandlerHadFailed(String route) {
		compare(server, route);
	}

	@ParameterizedTest
	@MethodSource("routes")
	void aFaultIsAnsweredTheSameWithProblemDetails(String route) {
		compare(problemDetails, route);
	}

	@ParameterizedTest
	@MethodSource("routes")
	void aFaultIsAnsweredTheSameWithBlockingExecution(String route) {
		compare(blockingExecution, route);
	}

	private void compare(WebFluxServer server, String route) {
		Probe probe = server.context().getBean(Probe.class);
		Map<String, String> injected = new LinkedHashMap<>();
		Map<String, String> real = new LinkedHashMap<>();
		for (String failure : ShopFailures.NAMES) {
			for (String accept : accepts(route)) {
				probe.reset();
				HttpResponse<String> attacked = server.get(route, "accept", accept, AttackEngine.ATTACK_HEADER,
						document(fault(failure)));
				assertThat(result(attacked)).as(failure).isEqualTo("fault;verdict=injected");
				assertThat(probe.calls()).isZero();
				injected.put(failure + " as " + accept, text(attacked));

				probe.failWith(failure);
				real.put(failure + " as " + accept, text(server.get(route, "accept", accept)));
				assertThat(probe.calls()).as(failure).isOne();
			}
		}

		assertThat(injected).isEqualTo(real);
		probe.reset();
		assertThat(server.get(route).statusCode()).isIn(200, 201, 202);
	}

	// where an answer is not acceptable the handler is not reached, and cannot fail
	private static List<String> accepts(String route) {
		return route.equals("/stream") ? List.of("text/event-stream", "*/*")
				: List.of("application/json", "text/html", "text/plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/handled-locally", "/selected-by-type" })
	void theExceptionHandlerSeesTheControllerMethodThatWasMeant(String route) {
		String handled = ShopFailures.Described.class.getName();

		assertThat(server.attack(route, fault(handled)).body()).contains("@Audited", "calls=0");
	}

	private static String text(HttpResponse<String> response) {
		Map<String, Object> headers = new LinkedHashMap<>(response.headers().map());
		headers.remove(AttackEngine.RESULT_HEADER);
		// A fault is answered as the real one, except that no cache may keep its answer.
		headers.remove("cache-control");
		headers.remove("content-length");
		headers.remove("date");
		headers.remove("connection");
		headers.remove("set-cookie");
		String body = response.body()
			.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\"")
			.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"")
			.replaceAll("<div id='created'>[^<]*</div>", "")
			// what says that it is injected, where a real failure says nothing
			.replaceAll("\"chaos\":\\{[^}]*\\},|,\"chaos\":\\{[^}]*\\}", "")
			.replaceAll("\\[[0-9a-f]{8}-\\d+\\]", "[]");
		return response.statusCode() + " " + headers + " " + body;
	}

}
