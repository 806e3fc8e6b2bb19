package io.chaosmiddleware.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.chaosmiddleware.sample.Troubleshooting.Answer;
import io.chaosmiddleware.sample.Troubleshooting.Mistake;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * {@code docs/troubleshooting.md}: what can be wrong with the application. Each mistake
 * is one property of a shop that is run with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleshootingTests {

	private static final String ENDPOINT = "/actuator/chaos";

	private static final String FAULT = ShopClient.fault("java.io.IOException");

	private final Map<String, ConfigurableApplicationContext> shops = new LinkedHashMap<>();

	@AfterAll
	void close() {
		this.shops.values().forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext run(String... properties) {
		return this.shops.computeIfAbsent(String.join(" ", properties), (key) -> {
			List<String> arguments = Stream.concat(Stream.of("server.port=0"), Stream.of(properties))
				.map("--"::concat)
				.toList();
			return SpringApplication.run(ShopApplication.class, arguments.toArray(String[]::new));
		});
	}

	private ShopClient shop(String... properties) {
		return client("local.server.port", properties);
	}

	private ShopClient client(String port, String... properties) {
		return new ShopClient(run(properties).getEnvironment().getRequiredProperty(port, Integer.class));
	}

	private static Answer attack(ShopClient shop) {
		return attack(shop, "java.io.IOException");
	}

	private static Answer attack(ShopClient shop, String exception, String... headers) {
		String[] all = Stream.concat(Stream.of(ShopClient.ATTACK, ShopClient.fault(exception)), Stream.of(headers))
			.toArray(String[]::new);
		return Answer.of(shop.get("/products", all));
	}

	private static Answer status(ShopClient shop) {
		return Answer.of(shop.get(ENDPOINT));
	}

	private static Answer start(ShopClient shop, String... headers) {
		return Answer.of(shop.post(ENDPOINT, FAULT.replace("}]", ", \"route\": \"/orders\"}]"), headers));
	}

	@TestFactory
	Stream<DynamicTest> everyMistakeIsSeenAsThePageSaysAndMended() {
		String off = "chaos.middleware.enabled=false";
		String hidden = "management.endpoints.web.exposure.include=health";
		String[] elsewhere = { "management.server.port=0",
				"management.endpoints.web.cors.allowed-origins=https://admin.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST" };
		String[] restricted = { "management.endpoint.chaos.access=read-only", "chaos.middleware.header.token=sesame",
				"chaos.middleware.exclude-routes=/orders/**",
				"chaos.middleware.fault.allowed=java.**,jakarta.servlet.ServletException" };
		String guarded = "spring.profiles.active=prod";
		Map<String, Mistake> mistakes = new LinkedHashMap<>();
		mistakes.put("the middleware is off, which is the default",
				new Mistake(() -> attack(shop(off)).and(status(shop(off))), () -> status(shop())));
		mistakes.put("the endpoint is not exposed", new Mistake(() -> {
			Answer attacked = attack(shop(hidden));
			assertThat(attacked.result()).isEqualTo("fault;verdict=injected");
			return status(shop(hidden));
		}, () -> status(shop())));
		mistakes.put(
				"the actuator has a port of its own (`management.server.port`) or another path"
						+ " (`management.endpoints.web.base-path`)",
				new Mistake(() -> status(shop(elsewhere)), () -> status(client("local.management.port", elsewhere))));
		mistakes.put("by default the endpoint only answers questions",
				new Mistake(() -> start(shop(restricted)), () -> start(shop())));
		mistakes.put("one of the profiles `prod`, `production`, `live` is active",
				new Mistake(() -> attack(shop(guarded)).and(start(shop(guarded))), () -> attack(shop())));
		mistakes.put("a token is demanded, headers are switched off, or an `AttackAuthorizer` said no",
				new Mistake(() -> attack(shop(restricted)),
						() -> attack(shop(restricted), "java.io.IOException", "x-proofdock-attack-token", "sesame")));
		mistakes.put("`chaos.middleware.exclude-routes` names the path",
				new Mistake(
						() -> Answer.of(shop(restricted).get("/orders", ShopClient.ATTACK, FAULT,
								"x-proofdock-attack-token", "sesame")),
						() -> attack(shop(restricted), "java.io.IOException", "x-proofdock-attack-token", "sesame")));
		mistakes.put("the class is not one of those that faults may name",
				new Mistake(() -> attack(shop(), "jakarta.servlet.ServletException"), () -> attack(shop(restricted),
						"jakarta.servlet.ServletException", "x-proofdock-attack-token", "sesame")));
		mistakes.put("the call has an `Origin`, as from a page in a browser or from Spring Boot Admin",
				new Mistake(() -> start(shop(), "Origin", "https://admin.example"),
						() -> start(client("local.management.port", elsewhere), "Origin", "https://admin.example")));
		mistakes.put("a property is misspelt",
				new Mistake(failure("chaos.middleware.application-envv=test"), () -> status(shop())));
		return Troubleshooting.tests("The application", mistakes);
	}

	private Supplier<Answer> failure(String property) {
		return () -> {
			Throwable failure = catchThrowable(() -> run(property));
			while (failure.getCause() != null) {
				failure = failure.getCause();
			}
			return new Answer(0, "", failure.getMessage());
		};
	}

	@Test
	void shorterTablesHaveRowsOfThisPage() {
		List<String> readme = Troubleshooting.rows(Markdown.of("README.md"), "Nothing happens?");
		List<String> endpoint = Troubleshooting.rows(Markdown.of("docs/endpoint.md"), "Nothing happens?");

		assertThat(readme).hasSizeGreaterThanOrEqualTo(10);
		assertThat(endpoint).hasSizeGreaterThanOrEqualTo(10);
		assertThat(Troubleshooting.PAGE.text().lines()).containsAll(readme).containsAll(endpoint);
	}

}
