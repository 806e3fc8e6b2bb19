package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/safety.md} says about who may attack by header: a token, and an
 * authorizer of the application.
 */
@Import(SafetyConfiguration.class)
abstract class SafetyContract {

	static final String TOKEN = "chaos.middleware.header.token=open-sesame";

	static final String EXCLUDED = "chaos.middleware.exclude-routes=/orders/**";

	private static final String TOKEN_HEADER = "x-proofdock-attack-token";

	private static final String REFUSED = "attack;verdict=refused;reason=unauthorized";

	private ShopClient shop;

	@BeforeEach
	void enter(@LocalServerPort int port) {
		this.shop = new ShopClient(port);
	}

	@Test
	void whoIsAuthorizedAndHasTheTokenMayAttack() {
		HttpResponse<String> response = attack("/products", "user", "tester", TOKEN_HEADER, "open-sesame");

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(ShopContract.result(response)).isEqualTo("fault;verdict=injected");
	}

	@Test
	void whoHasNoTokenIsRefused() {
		assertThat(ShopContract.result(attack("/products", "user", "tester"))).isEqualTo(REFUSED);
		assertThat(ShopContract.result(attack("/products", "user", "tester", TOKEN_HEADER, "open-sesam")))
			.isEqualTo(REFUSED);
	}

	@Test
	void whoIsNotAuthorizedIsRefusedAndServed() {
		HttpResponse<String> response = attack("/products", "user", "customer", TOKEN_HEADER, "open-sesame");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(ShopContract.result(response)).isEqualTo(REFUSED);
	}

	@Test
	void whoIsUnknownIsRefused() {
		assertThat(ShopContract.result(attack("/products", TOKEN_HEADER, "open-sesame"))).isEqualTo(REFUSED);
	}

	@Test
	void anExcludedRouteIsNeverAttacked() {
		HttpResponse<String> response = attack("/orders", "user", "tester", TOKEN_HEADER, "open-sesame");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(ShopContract.result(response)).isEqualTo("fault;verdict=skipped;reason=excluded-route");
	}

	private HttpResponse<String> attack(String path, String... headers) {
		String[] all = new String[headers.length + 2];
		all[0] = ShopClient.ATTACK;
		all[1] = ShopClient.fault("java.io.IOException");
		System.arraycopy(headers, 0, all, 2, headers.length);
		return this.shop.get(path, all);
	}

}
