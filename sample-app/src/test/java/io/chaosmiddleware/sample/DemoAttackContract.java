package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The profile {@code demo-attack}: an attack that stands in the shop's own configuration.
 */
@ActiveProfiles("demo-attack")
abstract class DemoAttackContract {

	private ShopClient shop;

	@BeforeEach
	void enter(@LocalServerPort int port) {
		this.shop = new ShopClient(port);
	}

	@Test
	void everybodyWaitsForTheProductAndNobodyIsTold() {
		long begin = System.nanoTime();

		HttpResponse<String> response = this.shop.get("/products/1");

		assertThat(ShopContract.elapsed(begin)).isBetween(Duration.ofMillis(995), Duration.ofSeconds(5));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map()).doesNotContainKey(ShopClient.RESULT);
	}

	@Test
	void allOrdersAreLost() {
		assertThat(this.shop.get("/orders").statusCode()).isEqualTo(503);
		assertThat(this.shop.get("/orders/1").statusCode()).isEqualTo(503);
		assertThat(this.shop.post("/orders", "{\"product\": 1, \"quantity\": 1}").statusCode()).isEqualTo(503);
	}

	@Test
	void aReadableHeaderReplacesTheConfiguredAttack() {
		HttpResponse<String> response = this.shop.attack("/orders",
				"{\"actions\": [{\"name\": \"delay\", \"value\": \"1\", \"route\": \"/elsewhere\"}]}");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(ShopContract.result(response)).isEqualTo("delay;verdict=missed;reason=route");
	}

	@Test
	void theEndpointShowsWhereTheAttackComesFrom() {
		assertThat(this.shop.get("/actuator/chaos").body()).contains("\"source\":\"properties\"");
	}

	@Test
	void theKillSwitchCoversItToo() {
		assertThat(this.shop.send("POST", "/actuator/chaos/halt", null).statusCode()).isEqualTo(200);
		try {
			assertThat(this.shop.get("/orders").statusCode()).isEqualTo(200);
		}
		finally {
			assertThat(this.shop.send("POST", "/actuator/chaos/resume", null).statusCode()).isEqualTo(200);
		}
		assertThat(this.shop.get("/orders").statusCode()).isEqualTo(503);
	}

}
