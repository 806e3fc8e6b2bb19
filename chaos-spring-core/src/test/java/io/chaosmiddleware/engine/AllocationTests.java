package io.chaosmiddleware.engine;

import java.lang.management.ManagementFactory;
import java.security.Principal;
import java.time.Instant;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.Schedule;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.condition.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What calm requests cost in memory, in exact bytes, and what an attack header costs.
 */
class AllocationTests {

	private static final int CALLS = 100_000;

	private final AttackEngine engine = AttackEngine.builder().build();

	private final RequestView request = new Request(List.of("42"), List.of("a=b; sid=42"), () -> "alice");

	@Test
	void anIdleDecisionAllocatesNothing() {
		assertThat(allocated()).isZero();
	}

	@Test
	void aMissOfALiteralRouteAllocatesNothing() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack(delay(1, "route", "/orders"), delay(1, "route", "/orders/*"),
					"{\"name\":\"delay\",\"value\":\"x\"}")));

		assertThat(allocated()).isZero();
	}

	@Test
	void aMissOfATargetAllocatesNothing() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(new Attack(attack(delay(1)).actions(), new Target("other", null)),
					new Attack(attack(delay(1)).actions(), new Target(null, "other"))));

		assertThat(allocated()).isZero();
	}

	@Test
	void aMissOfAStickyProbabilityAllocatesNothing() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack(
					"{\"name\":\"delay\",\"value\":\"1\",\"probability\":\"0.0001\",\"sticky\":\"header:x-user\"}")));

		assertThat(allocated()).isZero();
	}

	@Test
	void anAttackThatHasHitAllItMayAllocatesNothing() {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack("{\"name\":\"delay\",\"value\":\"1\",\"times\":1}")));
		this.engine.decide(this.request);
		this.engine.decide(this.request);

		assertThat(allocated()).isZero();
	}

	@Test
	void anAttackThatHasNotBegunAllocatesNothing() {
		Schedule later = new Schedule(Instant.now().plusSeconds(3600), null, null);
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(new Attack("a", null, later, attack(delay(1)).actions(), null)));

		assertThat(allocated()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/payments/{id}/items/**", "^/payments/[0-9]+$", "(payments|customers)/archive" })
	void aMissOfAnExpressionWhosePlainPartsAreNotInThePathAllocatesNothing(String route) {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1, "route", route))));

		assertThat(allocated()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"method\":[\"PUT\",\"POST\"]}", "{\"headers\":{\"x-user\":[\"41\",\"43\"]}}",
			"{\"headers\":{\"x-none\":\"*\"}}", "{\"query\":{\"q\":\"*\",\"page\":[\"a c\",\"\u00e4\"]}}",
			"{\"cookies\":{\"sid\":[\"1\",\"2\"]}}", "{\"user\":[\"bob\",\"eve\"]}" })
	void aMissOfAnyOtherConditionAllocatesNothing(String aim) {
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(attack("{\"name\":\"delay\",\"value\":\"1\"," + aim.substring(1))));

		assertThat(allocated()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users/*/{id}/**", "^/users/[0-9]$", "/(payments|customers)/[0-9]+" })
	void aMissOfAnyOtherExpressionAllocatesAtMost128Bytes(String route) {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1, "route", route))));

		assertThat(allocated()).isLessThanOrEqualTo(128);
	}

	@Test
	void aHaltedDecisionAllocatesNothing() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1))));
		this.engine.control().halt(null);

		assertThat(allocated()).isZero();
	}

	@Test
	void aDecisionOnAHeaderWithOneDelayAllocatesAtMost3200Bytes() {
		RequestView attacked = RequestView.of("GET", "/orders/42",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}");
		assertThat(this.engine.decide(attacked).resultHeader()).isEqualTo("delay;verdict=injected;seconds=1");

		assertThat(allocated(attacked, true)).isLessThanOrEqualTo(3200);
	}

	private record Request(List<String> user, List<String> cookies, Principal principal) implements RequestView {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String path() {
			return "/users/42";
		}

		@Override
		public String query() {
			return "q=1&page=a%20b";
		}

		@Override
		public List<String> headers(String name) {
			return name.equals("x-user") ? this.user : name.equals("cookie") ? this.cookies : List.of();
		}

	}

	private long allocated() {
		return allocated(this.request, false);
	}

	private long allocated(RequestView request, boolean hit) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long least = Long.MAX_VALUE;
		// the first rounds warm up; a compiler thread may still get in the way of one
		for (int round = 0; round < 5; round++) {
			long before = threads.getThreadAllocatedBytes(thread);
			for (int i = 0; i < CALLS; i++) {
				if ((this.engine.decide(request) != Decision.NONE) != hit) {
					throw new AssertionError(hit ? "missed" : "hit");
				}
			}
			long after = threads.getThreadAllocatedBytes(thread);
			// the measurement itself may allocate a little, far less than a byte per call
			least = Math.min(least, (after - before) / CALLS);
		}
		return least;
	}

}
