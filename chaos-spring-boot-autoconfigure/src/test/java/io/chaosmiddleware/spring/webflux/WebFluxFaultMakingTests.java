package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static io.chaosmiddleware.spring.webflux.WebFluxServer.delay;
import static io.chaosmiddleware.spring.TestDocuments.document;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.fault;
import static io.chaosmiddleware.spring.webflux.WebFluxServer.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application does where its exceptions are made may block, and so is done
 * elsewhere than on the event loop of the request, which goes on there all the same.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxFaultMakingTests {

	@AutoClose
	private static final WebFluxServer server = WebFluxServer.start(Application.class,
			"chaos.middleware.fault.allowed=java.**,io.chaosmiddleware.spring.webflux.*,java.lang.LinkageError");

	@AfterEach
	void noPlaceIsHeld() {
		assertThat(server.engine().runningDelays()).isZero();
	}

	@Test
	void aConstructorThatBlocksDoesNotBlockTheEventLoop() {
		HttpResponse<String> response = server.attack("/orders", fault(SlowException.class.getName()));

		assertThat(result(response)).isEqualTo("fault;verdict=injected");
		assertThat(response.body()).matches("made on (loomB|b)oundedElastic-\\d+, handled on webflux-http-.*");
	}

	@Test
	void aStaticInitialiserThatBlocksDoesNotEither() {
		HttpResponse<String> response = server.attack("/orders", delay(1),
				fault(SlowlyInitialisedException.class.getName()));

		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=injected");
		assertThat(response.body()).matches("made on (loomB|b)oundedElastic-\\d+, handled on webflux-http-.*");
	}

	@Test
	void aDisconnectDoesNotWaitForTheConstructor() throws Exception {
		try (Socket socket = new Socket("localhost", server.port())) {
			socket.getOutputStream()
				.write(("GET /orders HTTP/1.1\r\nHost: localhost\r\n" + AttackEngine.ATTACK_HEADER + ": "
						+ document(delay(1), fault(EndlessException.class.getName())) + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(EndlessException.begun.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(server.engine().runningDelays()).isOne();
		}

		assertThat(EndlessException.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (server.engine().runningDelays() > 0) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
		assertThat(server.engine().recent().get(0).decision().resultHeader())
			.isEqualTo("delay;verdict=injected;seconds=1, fault;verdict=skipped;reason=abandoned");
	}

	@Test
	void anExceptionWithoutAStackTraceIsAnsweredWhileItIsLogged() {
		assertThat(server.attack("/unhandled", fault(WithoutTraceException.class.getName())).statusCode())
			.isEqualTo(500);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theStackTraceNamesTheHandlerThatWasMeant(CapturedOutput output) {
		assertThat(server.attack("/unhandled", fault("IllegalStateException")).statusCode()).isEqualTo(500);
		assertThat(server.attack("/unhandled", delay(1), fault("IllegalStateException")).statusCode()).isEqualTo(500);

		assertThat(output.toString()
			.split("checkpoint ⇢ Handler " + OtherController.class.getName().replace("$", "\\$")
					+ "#unhandled\\(\\) \\[DispatcherHandler\\]"))
			.hasSize(3);
		assertThat(output.toString().replace(OtherController.class.getName(), ""))
			.doesNotContainPattern("checkpoint ⇢ \\S+ io\\.chaosmiddleware");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theStackTraceOfARealFailureAfterADelayIsAsEver(CapturedOutput output) {
		assertThat(server.attack("/broken", delay(1)).statusCode()).isEqualTo(500);

		assertThat(output).contains("broken by itself").doesNotContainPattern("checkpoint ⇢ \\S+ io\\.chaosmiddleware");
	}

	@Test
	void aFatalErrorIsAnsweredToo() {
		HttpResponse<String> response = server.attack("/unhandled", fault("java.lang.LinkageError"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aHandlerThatForbidsIsAnsweredAfterADelayAsEver() {
		for (String path : List.of("/forbidden", "/forbidden?fail=yes")) {
			HttpResponse<String> delayed = server.attack(path, delay(1));
			HttpResponse<String> plain = server.get(path);

			assertThat(plain.statusCode()).isEqualTo(path.equals("/forbidden") ? 403 : 500);
			assertThat(delayed.statusCode()).isEqualTo(plain.statusCode());
			assertThat(delayed.body().length()).isEqualTo(plain.body().length());
		}
	}

	static void block(CountDownLatch latch) throws InterruptedException {
		latch.await(100, TimeUnit.MILLISECONDS);
	}

	static class WithoutTraceException extends RuntimeException {

		@Override
		public StackTraceElement[] getStackTrace() {
			return null;
		}

	}

	static class SlowException extends IOException {

		SlowException() throws InterruptedException {
			super("made on " + Thread.currentThread().getName());
			block(new CountDownLatch(1));
		}

	}

	static class SlowlyInitialisedException extends IOException {

		static final String THREAD = initialise();

		SlowlyInitialisedException() {
			super("made on " + THREAD);
		}

		private static String initialise() {
			try {
				block(new CountDownLatch(1));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return Thread.currentThread().getName();
		}

	}

	static class EndlessException extends IOException {

		static final CountDownLatch begun = new CountDownLatch(1);

		static final CountDownLatch interrupted = new CountDownLatch(1);

		EndlessException() throws InterruptedException {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				interrupted.countDown();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderController.class, OtherController.class })
	static class Application {

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return "orders";
		}

		@ExceptionHandler
		String handle(IOException ex) {
			return ex.getMessage() + ", handled on " + Thread.currentThread().getName();
		}

	}

	@RestController
	static class OtherController {

		@GetMapping("/unhandled")
		String unhandled() {
			return "unhandled";
		}

		@GetMapping("/forbidden")
		String forbidden(ServerHttpResponse response, @RequestParam Optional<String> fail) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
			if (fail.isPresent()) {
				throw new IllegalStateException("broken while it forbids");
			}
			return "forbidden";
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("broken by itself");
		}

	}

}
