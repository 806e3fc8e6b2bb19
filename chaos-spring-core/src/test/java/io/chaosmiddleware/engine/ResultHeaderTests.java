package io.chaosmiddleware.engine;

import java.util.List;

import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The result header is a list of RFC 9651 that holds stable codes only")
class ResultHeaderTests {

	private static final String ITEM = "[a-z]+;verdict=[a-z]+(;reason=[a-z-]+)?(;seconds=[0-9]+)?";

	private final AttackEngine engine = AttackEngine.builder().build();

	private String result(AttackEngine engine, RequestView request) {
		return engine.decide(request).resultHeader();
	}

	@Test
	void hasOneItemForEachAction() {
		assertThat(result(this.engine,
				attacked(delay(2), "{\"name\":\"fault\",\"value\":\"IllegalStateException\",\"route\":\"/x\"}")))
			.isEqualTo("delay;verdict=injected;seconds=2, fault;verdict=missed;reason=route");
	}

	@Test
	void repeatsNothingFromTheRequest() {
		String evil = "x\\r\\nSet-Cookie: a=b\\u001b,;é";

		for (String action : List.of("{\"name\":\"" + evil + "\",\"value\":\"1\"}", fault(evil),
				"{\"name\":\"delay\",\"value\":\"" + evil + "\"}", delay(1, "route", evil), delay(1, "type", evil),
				delay(1, "probability", evil), delay(1, evil, evil))) {
			assertThat(result(this.engine, attacked(action))).matches(ITEM);
		}
	}

	@Test
	void doesNotSayWhatConfiguredAttacksDid() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1))));

		assertThat(result(this.engine, plain("/"))).isNull();
	}

}
