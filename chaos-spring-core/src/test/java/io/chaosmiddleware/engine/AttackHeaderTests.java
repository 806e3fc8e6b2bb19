package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static io.chaosmiddleware.engine.TestAttacks.withHeaders;
import static org.assertj.core.api.Assertions.assertThat;

class AttackHeaderTests {

	private final AttackEngine engine = AttackEngine.builder().build();

	private String result(AttackEngine engine, RequestView request) {
		return engine.decide(request).resultHeader();
	}

	@Test
	void replaceTheConfiguredAttacksEvenIfTheyMissOrAreRefused() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(7))));

		assertThat(this.engine.decide(plain("/")).delay()).hasSeconds(7);
		assertThat(this.engine.decide(attacked(delay(1, "route", "/x"))).delay()).isZero();
		assertThat(this.engine.decide(attacked("{\"name\":\"delay\",\"value\":\"x\"}")).delay()).isZero();
		assertThat(this.engine.decide(attacked()).delay()).isZero();
	}

	@Test
	@DisplayName("D1, D2: fall back to the configured attacks if they are refused whole, and say so")
	void fallBackIfRefusedWhole() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(7))));

		Decision decision = this.engine.decide(RequestView.of("GET", "/", "nonsense"));

		assertThat(decision.delay()).hasSeconds(7);
		assertThat(decision.headerRefusal()).isEqualTo(Reason.NOT_JSON);
		assertThat(decision.resultHeader()).isEqualTo("attack;verdict=refused;reason=not-json");
	}

	@Test
	void areRefusedWithoutConfiguredAttacksToo() {
		Decision decision = this.engine.decide(RequestView.of("GET", "/", "{}"));

		assertThat(decision.resultHeader()).isEqualTo("attack;verdict=refused;reason=schema");
		assertThat(decision.delay()).isZero();
	}

	@Test
	@DisplayName("D1: are refused if they come twice")
	void repeated() {
		String attack = document(delay(1));

		assertThat(result(this.engine, withHeaders(Map.of(AttackEngine.ATTACK_HEADER, List.of(attack, attack)))))
			.isEqualTo("attack;verdict=refused;reason=repeated-header");
	}

	@Test
	@DisplayName("D22: are refused above their limits")
	void limits() {
		AttackEngine limited = AttackEngine.builder()
			.headerLimits(new AttackLimits(100, 2, Duration.ofSeconds(60)))
			.build();

		assertThat(result(limited, attacked(delay(1), delay(1)))).startsWith("delay;verdict=injected");
		assertThat(result(limited, RequestView.of("GET", "/", "x".repeat(100)))).endsWith("not-json");
		assertThat(result(limited, RequestView.of("GET", "/", "x".repeat(101)))).endsWith("too-large");
		assertThat(
				result(AttackEngine.builder().headerLimits(new AttackLimits(1000, 2, Duration.ofSeconds(60))).build(),
						attacked(delay(1), delay(1), delay(1))))
			.isEqualTo("attack;verdict=refused;reason=too-many-actions");
	}

	@Test
	void areRefusedWithoutBeingReadIfTheSenderMayNotAttack() {
		AttackEngine restricted = AttackEngine.builder()
			.authorizer((request) -> request.method().equals("POST"))
			.authorizer((request) -> request.path().equals("/"))
			.build();
		String header = document(delay(1));

		assertThat(result(restricted, RequestView.of("POST", "/", header))).contains("injected");
		assertThat(result(restricted, RequestView.of("GET", "/", header)))
			.isEqualTo("attack;verdict=refused;reason=unauthorized");
		assertThat(result(restricted, RequestView.of("POST", "/x", header))).endsWith("unauthorized");
		assertThat(result(restricted, RequestView.of("GET", "/", "nonsense"))).endsWith("unauthorized");
	}

	@Test
	void areRefusedIfTheAuthorizerFails() {
		AttackEngine restricted = AttackEngine.builder().authorizer((request) -> {
			throw new IllegalStateException("no directory");
		}).build();

		assertThat(result(restricted, attacked(delay(1)))).isEqualTo("attack;verdict=refused;reason=unauthorized");
	}

	@Test
	void needTheTokenExactlyOnceWhereOneIsRequired() {
		AttackEngine restricted = AttackEngine.builder().headerToken("s3cret").build();
		List<String> attack = List.of(document(delay(1)));

		assertThat(result(restricted,
				withHeaders(Map.of(AttackEngine.ATTACK_HEADER, attack, AttackEngine.TOKEN_HEADER, List.of("s3cret")))))
			.contains("injected");
		for (List<String> tokens : List.of(List.<String>of(), List.of(""), List.of("s3cre"), List.of("s3cret "),
				List.of("S3cret"), List.of("s3cret", "s3cret"), List.of("x", "s3cret"))) {
			assertThat(result(restricted,
					withHeaders(Map.of(AttackEngine.ATTACK_HEADER, attack, AttackEngine.TOKEN_HEADER, tokens))))
				.isEqualTo("attack;verdict=refused;reason=unauthorized");
		}
	}

}
