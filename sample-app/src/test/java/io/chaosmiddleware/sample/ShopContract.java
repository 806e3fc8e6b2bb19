package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the shop does for its customers, and what people see who attack it. The same on
 * both web stacks.
 */
abstract class ShopContract {

	ShopClient shop;

	@BeforeEach
	void enter(@LocalServerPort int port) {
		this.shop = new ShopClient(port);
	}

	@Test
	void theContextIsTheGeneratedOneIfAndOnlyIfThatIsWanted(@Autowired GenericApplicationContext context) {
		// classes are only read at run time where nothing was generated from them before
		assertThat(context.containsBeanDefinition(AnnotationConfigUtils.CONFIGURATION_ANNOTATION_PROCESSOR_BEAN_NAME))
			.isEqualTo(!AotDetector.useGeneratedArtifacts());
	}

	@Test
	void productsAreOnTheShelves() {
		HttpResponse<String> response = this.shop.get("/products");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Rubber duck", "Tea pot", "Umbrella");
		assertThat(response.headers().map()).doesNotContainKey(ShopClient.RESULT);
	}

	@Test
	void anOrderCanBePlacedAndRead() {
		HttpResponse<String> placed = this.shop.post("/orders", "{\"product\": 3, \"quantity\": 2}");

		assertThat(placed.statusCode()).isEqualTo(201);
		assertThat(placed.body()).contains("Umbrella");
		String id = placed.body().replaceAll("^\\{\"id\":(\\d+),.*", "$1");
		assertThat(this.shop.get("/orders/" + id).body()).isEqualTo(placed.body());
		assertThat(this.shop.get("/orders").body()).contains(placed.body());
	}

	@Test
	void whatIsNotThereIsAnsweredByTheShopsOwnHandler() {
		HttpResponse<String> response = this.shop.get("/products/99");

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("There is no product 99");
	}

	@Test
	void bestsellersAreSlowAllByThemselves() {
		long begin = System.nanoTime();

		HttpResponse<String> response = this.shop.get("/bestsellers");

		assertThat(elapsed(begin)).isGreaterThanOrEqualTo(Duration.ofMillis(495));
		assertThat(response.body()).contains("Rubber duck", "Tea pot").doesNotContain("Umbrella");
	}

	@Test
	void theFirstAttackDelaysOneRequestByTwoSeconds() {
		long begin = System.nanoTime();

		HttpResponse<String> response = this.shop.attack("/products", ShopClient.delay(2));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(1995), Duration.ofSeconds(6));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=2");
		assertThat(response.body()).isEqualTo(this.shop.get("/products").body());
	}

	@Test
	void aFaultIsAnsweredByTheShopsOwnHandler() {
		HttpResponse<String> response = this.shop.attack("/products", ShopClient.fault("java.io.IOException"));

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
		assertThat(response.body()).contains("The warehouse does not answer");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aFaultMayBeAnExceptionOfTheShop() {
		String notFound = "io.chaosmiddleware.sample.Shop$NotFoundException";

		HttpResponse<String> response = this.shop.attack("/products", ShopClient.fault(notFound));

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("Injected by Chaos Middleware");
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aFaultThatNobodyHandlesIsAnInternalServerError() {
		HttpResponse<String> response = this.shop.attack("/orders",
				ShopClient.fault("java.lang.IllegalStateException"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aFaultThatMayNotBeNamedBecomesTheDefaultOne() {
		HttpResponse<String> response = this.shop.attack("/orders", ShopClient.fault("com.example.Unknown"));

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(result(response)).isEqualTo("fault;verdict=injected;reason=fault-not-allowed");
	}

	@Test
	void aDelayHoldsOnTheSlowPageToo() {
		long begin = System.nanoTime();

		HttpResponse<String> response = this.shop.attack("/bestsellers", ShopClient.delay(1));

		assertThat(elapsed(begin)).isBetween(Duration.ofMillis(1490), Duration.ofSeconds(5));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("delay;verdict=injected;seconds=1");
	}

	@Test
	void anotherRouteIsMissed() {
		HttpResponse<String> response = this.shop.attack("/products",
				"{\"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\", \"route\": \"/orders\"}]}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("fault;verdict=missed;reason=route");
	}

	@Test
	void anotherApplicationIsMissed() {
		HttpResponse<String> response = this.shop.attack("/products", "{\"target\": {\"application\": \"warehouse\"},"
				+ " \"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\"}]}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("fault;verdict=missed;reason=application");
	}

	@Test
	void anotherEnvironmentIsMissed() {
		HttpResponse<String> response = this.shop.attack("/products",
				"{\"target\": {\"application\": \"shop\", \"environment\": \"production\"},"
						+ " \"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\"}]}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("fault;verdict=missed;reason=environment");
	}

	@Test
	void thisApplicationAndEnvironmentAreHit() {
		HttpResponse<String> response = this.shop.attack("/products",
				"{\"target\": {\"application\": \"shop\", \"environment\": \"demo\"},"
						+ " \"actions\": [{\"name\": \"fault\", \"value\": \"java.io.IOException\"}]}");

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void aHeaderThatIsNotReadableHurtsNobody() {
		HttpResponse<String> response = this.shop.attack("/products", "{\"actions\": [");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(result(response)).isEqualTo("attack;verdict=refused;reason=not-json");
	}

	@Test
	void anAttackIsStartedShownCountedAndCancelledAtTheEndpoint() {
		HttpResponse<String> started = this.shop.post("/actuator/chaos",
				"{\"duration\": \"5m\", \"actions\": [{\"name\": \"fault\","
						+ " \"value\": \"java.io.IOException\", \"route\": \"/products/{id}\"}]}");

		assertThat(started.statusCode()).isEqualTo(201);
		String id = started.body().replaceAll("^.*\"id\":\"([^\"]+)\".*$", "$1");
		try {
			assertThat(this.shop.get("/products/1").statusCode()).isEqualTo(503);
			assertThat(this.shop.get("/products").statusCode()).isEqualTo(200);
			assertThat(this.shop.get("/actuator/chaos").body()).contains(id).contains("\"hits\":1");
		}
		finally {
			assertThat(this.shop.send("DELETE", "/actuator/chaos/" + id, null).statusCode()).isEqualTo(200);
		}
		assertThat(this.shop.get("/products/1").statusCode()).isEqualTo(200);
	}

	@Test
	void aBadDocumentIsAnsweredWithEveryFaultInIt() {
		HttpResponse<String> refused = this.shop.post("/actuator/chaos",
				"{\"actions\": [{\"name\": \"delay\", \"value\": \"soon\"}, {\"name\": \"dealy\", \"value\": \"1\"}]}");

		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("$.actions[0].value", "delay-invalid", "$.actions[1].name",
				"unknown-action");
	}

	@Test
	void whatWouldHappenIsExplainedWithoutDoingIt() {
		HttpResponse<String> explained = this.shop.post("/actuator/chaos/explain",
				"{\"method\": \"GET\", \"path\": \"/products\", \"headers\": {\"x-proofdock-attack\": "
						+ "\"{\\\"actions\\\": [{\\\"name\\\": \\\"delay\\\", \\\"value\\\": \\\"2\\\"}]}\"}}");

		assertThat(explained.statusCode()).isEqualTo(200);
		assertThat(explained.body()).contains("\"verdict\":\"injected\"");
	}

	@Test
	void healthShowsTheMiddlewareAndStaysUp() {
		HttpResponse<String> health = this.shop.get("/actuator/health", ShopClient.ATTACK,
				ShopClient.fault("java.io.IOException"));

		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"chaosMiddleware\"").contains("\"status\":\"UP\"");
	}

	static Duration elapsed(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	static String result(HttpResponse<String> response) {
		return response.headers().firstValue(ShopClient.RESULT).orElse("none");
	}

}
