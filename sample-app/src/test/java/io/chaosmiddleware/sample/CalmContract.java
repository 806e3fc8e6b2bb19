package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop with {@value #OFF}: the same jar, and nothing of ours in it.
 */
abstract class CalmContract {

	static final String OFF = "chaos.middleware.enabled=false";

	private ShopClient shop;

	@BeforeEach
	void enter(@LocalServerPort int port) {
		this.shop = new ShopClient(port);
	}

	@Test
	void anAttackHeaderIsAHeaderLikeAnyOther() {
		HttpResponse<String> response = this.shop.attack("/products", ShopClient.fault("java.io.IOException"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("Rubber duck");
		assertThat(response.headers().map()).doesNotContainKey(ShopClient.RESULT);
	}

	@Test
	void thereIsNoEndpoint() {
		assertThat(this.shop.get("/actuator/chaos").statusCode()).isEqualTo(404);
		assertThat(this.shop.get("/actuator/health").body()).doesNotContain("chaosMiddleware");
	}

	@Test
	void thereIsNoBeanOfOurs(@Autowired ApplicationContext context) {
		assertThat(Arrays.stream(context.getBeanDefinitionNames())
			.map(context::getType)
			.filter((type) -> type != null)
			.map(Class::getPackageName)
			.filter((name) -> name.startsWith("io.chaosmiddleware"))
			.distinct()).containsExactly("io.chaosmiddleware.sample");
	}

}
