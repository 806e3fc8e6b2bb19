package io.chaosmiddleware.spring.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the {@code chaos} endpoint must do on every web stack, on the port of the
 * application and on a port of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractChaosEndpointTests implements StatusOfTheEndpoint, StartOfAnAttack, EndOfAttacks,
		ExplanationOfARequest, WarningsOfRoutes, AccessToTheEndpoint, ShownAttacks {

	private EndpointApplication application;

	/** Return the type of the application, {@code servlet} or {@code reactive}. */
	abstract String type();

	/** Return the properties that place the actuator. */
	List<String> actuator() {
		return List.of();
	}

	/** Return the prefix of all paths of the application. */
	String prefix() {
		return "";
	}

	@BeforeAll
	void start() {
		this.application = start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.exposure.include=*", "chaos.middleware.attacks[0].actions[0].name=fault",
				"chaos.middleware.attacks[0].actions[0].value=java.lang.IllegalStateException",
				"chaos.middleware.attacks[0].actions[0].route=/never",
				"chaos.middleware.attacks[0].actions[0].probability=50",
				"chaos.middleware.attacks[0].target.application=shop");
	}

	@Override
	public EndpointApplication start(String... properties) {
		List<String> all = new ArrayList<>(actuator());
		all.addAll(Arrays.asList(properties));
		return new EndpointApplication(type(), all, AskedAuthorizer.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@AfterEach
	void calm() {
		engine().control().resume(null);
		engine().control().cancelAll(null);
	}

	@Test
	void theRestOfTheActuatorWorksBesideOurMapping() {
		String base = path().substring(0, path().lastIndexOf('/'));
		assertThat(this.application.management("GET", base + "/env", null).status()).isEqualTo(200);
		assertThat(this.application.management("GET", base + "/mappings", null).status()).isEqualTo(200);
		assertThat(this.application.main("GET", prefix() + "/orders").response().body()).isEqualTo("orders");
	}

	@Override
	public EndpointApplication application() {
		return this.application;
	}

}
