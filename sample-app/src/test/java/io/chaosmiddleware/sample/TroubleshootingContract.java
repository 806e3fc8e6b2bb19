package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.chaosmiddleware.sample.Troubleshooting.Answer;
import io.chaosmiddleware.sample.Troubleshooting.Mistake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/troubleshooting.md}: what can be wrong with an attack on an application
 * that is set up well.
 */
abstract class TroubleshootingContract {

	private static final String ENDPOINT = "/actuator/chaos";

	private static final String FAULT = ShopClient.fault("java.io.IOException");

	private static final String ON_ORDERS = attack("\"route\": \"/orders/**\"", "");

	private final Map<String, Mistake> mistakes = new LinkedHashMap<>();

	private ShopClient shop;

	@BeforeEach
	void enter(@LocalServerPort int port) {
		this.shop = new ShopClient(port);
	}

	@AfterEach
	void calm() {
		this.shop.send("POST", ENDPOINT + "/resume", null);
		this.shop.send("DELETE", ENDPOINT, null);
	}

	private static String attack(String inAction, String afterActions) {
		return "{\"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\""
				+ (inAction.isEmpty() ? "" : ", " + inAction) + "}]" + afterActions + "}";
	}

	@TestFactory
	Stream<DynamicTest> everyMistakeIsSeenAsThePageSaysAndMended() {
		documents();
		aim();
		commands();
		return Troubleshooting.tests("The attack", this.mistakes);
	}

	private void documents() {
		mistake("`curl -d` sends a form unless it is told otherwise",
				() -> this.shop.send("POST", ENDPOINT, ON_ORDERS, "Content-Type", "application/x-www-form-urlencoded"),
				() -> this.shop.post(ENDPOINT, ON_ORDERS));
		mistake("the shell took the quotation marks out of the document",
				() -> this.shop.post(ENDPOINT, ON_ORDERS.replace("\"", "")), () -> this.shop.post(ENDPOINT, ON_ORDERS));
		mistake("the shell took the quotation marks out of the header",
				() -> this.shop.attack("/products", FAULT.replace("\"", "")),
				() -> this.shop.attack("/products", FAULT));
		mistake("the header was sent twice",
				() -> this.shop.get("/products", ShopClient.ATTACK, FAULT, ShopClient.ATTACK, FAULT), () -> this.shop
					.attack("/products", "{\"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\"}]}"));
		mistake("the header is larger than the server allows", () -> {
			HttpResponse<String> response = this.shop.attack("/products",
					ShopClient.fault("java.io." + "x".repeat(9000)));
			assertThat(response.statusCode()).isIn(400, 431);
			return response;
		}, () -> this.shop.attack("/products", FAULT));
		mistake("a delay without a unit is a whole number of seconds",
				() -> this.shop.attack("/products", ShopClient.delay(1).replace("\"1\"", "\"1.5\"")),
				() -> this.shop.attack("/products", ShopClient.delay(1)));
	}

	private void aim() {
		this.mistakes.put("the route is misspelt",
				new Mistake(
						() -> Answer.of(this.shop.post(ENDPOINT, attack("\"route\": \"/product/{id}\"", "")))
							.and(Answer
								.of(this.shop.attack("/products/1", attack("\"route\": \"/product/{id}\"", "")))),
						() -> Answer.of(this.shop.attack("/products/1", attack("\"route\": \"/products/{id}\"", "")))));
		mistake("the target is another application",
				() -> this.shop.attack("/products", attack("", ", \"target\": {\"application\": \"Shop\"}")),
				() -> this.shop.attack("/products", attack("", ", \"target\": {\"application\": \"shop\"}")));
		mistake("the class is misspelt, or has no such constructor",
				() -> this.shop.attack("/products", ShopClient.fault("java.io.IOExeption")),
				() -> this.shop.attack("/products", FAULT));
		mistake("the actuator is never attacked", () -> this.shop.attack("/actuator/health", FAULT),
				() -> this.shop.attack("/products", FAULT));
	}

	private void commands() {
		mistake("somebody pulled the kill switch", () -> {
			this.shop.send("POST", ENDPOINT + "/halt", null);
			return this.shop.attack("/products", FAULT);
		}, () -> {
			this.shop.send("POST", ENDPOINT + "/resume", null);
			return this.shop.attack("/products", FAULT);
		});
		mistake("halt and resume change something, so that GET is not enough", () -> this.shop.get(ENDPOINT + "/halt"),
				() -> this.shop.send("POST", ENDPOINT + "/halt", null));
		mistake("an attack header is for the request that has it", () -> {
			assertThat(this.shop.attack("/orders", FAULT).statusCode()).isEqualTo(503);
			HttpResponse<String> other = this.shop.get("/orders");
			assertThat(other.statusCode()).isEqualTo(200);
			return other;
		}, () -> {
			HttpResponse<String> started = this.shop.post(ENDPOINT, ON_ORDERS);
			assertThat(this.shop.get("/orders").statusCode()).isEqualTo(503);
			return started;
		});
		mistake("only who sent an attack by header is told of it there", () -> {
			this.shop.post(ENDPOINT, ON_ORDERS);
			HttpResponse<String> attacked = this.shop.get("/orders/1");
			assertThat(attacked.statusCode()).isEqualTo(503);
			return attacked;
		}, () -> {
			HttpResponse<String> status = this.shop.get(ENDPOINT + "?route=/orders/1&verdict=injected");
			assertThat(status.body()).contains("\"path\":\"/orders/1\"");
			return status;
		});
	}

	private void mistake(String cause, Supplier<HttpResponse<String>> made, Supplier<HttpResponse<String>> mended) {
		this.mistakes.put(cause, new Mistake(() -> Answer.of(made.get()), () -> {
			try {
				return Answer.of(mended.get());
			}
			finally {
				calm();
			}
		}));
	}

}
