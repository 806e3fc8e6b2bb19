package io.chaosmiddleware.spring.contract;

import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.spring.autoconfigure.AttackEngineCustomizer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * The application that the contract is tried on: the same on every stack.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ContractApplication.OrderController.class, ContractApplication.Advice.class, AnsweringController.class,
		TestUsers.OfServlets.class, TestUsers.OfWebFlux.class })
public class ContractApplication {

	/** How often a handler was reached. */
	static final AtomicInteger handled = new AtomicInteger();

	/** Counts one more handled request. */
	public static String handle(String answer) {
		handled.incrementAndGet();
		return answer;
	}

	/** Return how often a handler was reached. */
	public static int handled() {
		return handled.get();
	}

	@Bean
	Recorder recorder() {
		return new Recorder();
	}

	static final class Recorder implements AttackEngineCustomizer {

		final AtomicInteger decided = new AtomicInteger();

		@Override
		public void customize(AttackEngineBuilder builder) {
			builder.recorder((event) -> {
				if (event instanceof AttackEvent.Decided) {
					this.decided.incrementAndGet();
				}
			});
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders")
		String orders() {
			return handle("orders");
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return handle("order " + id);
		}

		@GetMapping({ "/café", "/a b" })
		String encoded() {
			return handle("encoded");
		}

		@GetMapping("/secured")
		String secured() {
			return handle("secured");
		}

		@GetMapping("/broken")
		String broken() {
			throw new UnsupportedOperationException("broken by itself");
		}

		@CrossOrigin("*")
		@GetMapping("/cors")
		String cors() {
			return handle("cors");
		}

		@ExceptionHandler
		ResponseEntity<String> onIllegalState(IllegalStateException ex) {
			return ResponseEntity.status(HttpStatus.CONFLICT).body("handled by the controller");
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> onIllegalArgument(IllegalArgumentException ex) {
			return ResponseEntity.status(422).body("handled by the advice");
		}

	}

}
