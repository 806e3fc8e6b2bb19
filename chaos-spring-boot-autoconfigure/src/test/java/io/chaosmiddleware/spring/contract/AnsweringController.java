package io.chaosmiddleware.spring.contract;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers in all the ways in which a controller can answer on every stack.
 */
@RestController
class AnsweringController {

	static final int LARGE = 200_000;

	/** Ends the events, once it is complete. */
	static volatile CompletableFuture<String> lastEvent = new CompletableFuture<>();

	record Item(String name, int cents) {

	}

	private static Item item(String name) {
		return new Item(ContractApplication.handle(name), 450);
	}

	@GetMapping("/after/object")
	Item object() {
		return item("rubber duck");
	}

	@GetMapping("/after/text")
	String text() {
		return ContractApplication.handle("tea pot \u00fc");
	}

	@GetMapping("/after/entity")
	ResponseEntity<Item> entity() {
		return ResponseEntity.ok()
			.eTag("\"v1\"")
			.lastModified(Instant.parse("2026-01-01T00:00:00Z"))
			.header("X-Own", "1")
			.body(item("umbrella"));
	}

	@GetMapping("/after/mono")
	Mono<Item> mono() {
		return Mono.fromSupplier(() -> item("mono"));
	}

	@GetMapping("/after/flux")
	Flux<Item> flux() {
		return Flux.just("one", "two").map((name) -> new Item(name, 1)).doOnComplete(() -> item("flux"));
	}

	@GetMapping("/after/failing")
	String failing() {
		throw new UnsupportedOperationException(ContractApplication.handle("failing"));
	}

	@GetMapping("/after/missing")
	ResponseEntity<String> missing() {
		return ResponseEntity.status(404).body(ContractApplication.handle("missing"));
	}

	@GetMapping("/after/large")
	String large() {
		return ContractApplication.handle("large ").repeat(LARGE / 6);
	}

	@GetMapping(path = "/after/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> events() {
		ContractApplication.handle("events");
		return Flux.concat(Mono.just("first"), Mono.fromFuture(lastEvent));
	}

}
