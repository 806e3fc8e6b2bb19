package io.chaosmiddleware.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("D7: what routes weigh")
class RouteWorkTests {

	private static final String HEAVY = "(?s)" + ".?".repeat(60) + "!";

	private static final String LONG_PATH = "/" + "a".repeat(2000);

	private final AttackEngine engine = AttackEngine.builder().build();

	private static Attack loaded(String... actions) {
		return new Attack(
				new AttackParser(AttackLimits.OPERATOR).parse("{\"actions\":[" + String.join(",", actions) + "]}")
					.actions());
	}

	private static String[] heavy(int actions) {
		return Collections.nCopies(actions, delay(1, "route", HEAVY)).toArray(String[]::new);
	}

	private static List<String> verdicts(Decision decision) {
		return decision.verdicts().stream().map(Verdict::toString).distinct().toList();
	}

	@Test
	void whatALongPathWouldCostTooMuchIsSkippedAndWhatComesBeforeIsNot() {
		this.engine.control()
			.replace(AttackSource.LOADER,
					List.of(loaded(delay(1)), loaded(heavy(10)), loaded(delay(2, "route", "/a"))));

		assertThat(verdicts(this.engine.decide(plain("/a")))).containsExactly("delay;verdict=injected;seconds=1",
				"delay;verdict=missed;reason=route", "delay;verdict=injected;seconds=2");
		assertThat(verdicts(this.engine.decide(plain(LONG_PATH)))).containsExactly("delay;verdict=injected;seconds=1",
				"delay;verdict=missed;reason=route", "delay;verdict=skipped;reason=limit-routes");
		assertThat(verdicts(this.engine.explain(plain(LONG_PATH)).decision()))
			.isEqualTo(verdicts(this.engine.decide(plain(LONG_PATH))));
	}

	@Test
	void aRequestThatNothingWithinTheLimitHitsIsLeftAlone() {
		this.engine.control().replace(AttackSource.LOADER, List.of(loaded(heavy(10)), loaded(delay(2, "route", "/a"))));

		assertThat(this.engine.decide(plain(LONG_PATH))).isSameAs(Decision.NONE);
		assertThat(this.engine.decide(plain("/a")).delay()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void aLoaderWithManyDocumentsKeepsWhatFitsAndTheRestIsRefusedActionByAction() {
		List<Attack> attacks = new ArrayList<>(Collections.nCopies(20, loaded(heavy(1))));
		attacks.add(loaded(delay(3, "route", "/plain")));

		this.engine.control().replace(AttackSource.LOADER, attacks);

		List<Action> actions = this.engine.activeAttacks()
			.stream()
			.flatMap((active) -> active.attack().actions().stream())
			.toList();
		assertThat(actions.subList(0, 15)).allMatch(Action.Valid.class::isInstance);
		assertThat(actions.subList(15, 20))
			.allSatisfy((action) -> assertThat(((Action.Refused) action).problems()).singleElement()
				.hasToString("$.actions[0].route: with this one the routes of all attacks of the source weigh more than"
						+ " 200000; make them simpler, or leave some out (route-too-heavy)"));
		assertThat(actions.get(20)).isInstanceOf(Action.Valid.class);
	}

	@Test
	void aLoaderThatLoadsTheSameAgainKeepsItsAttacks() {
		List<Attack> attacks = Collections.nCopies(20, loaded(heavy(1)));
		this.engine.control().replace(AttackSource.LOADER, attacks);
		List<ActiveAttack> before = this.engine.activeAttacks();

		this.engine.control().replace(AttackSource.LOADER, attacks);

		assertThat(this.engine.activeAttacks()).isEqualTo(before);
	}

	@Test
	void anOperatorCannotStartMoreThanOneSourceMayWeigh() {
		this.engine.control().start(loaded(heavy(15)), Duration.ofMinutes(1), null);

		assertThatIllegalStateException()
			.isThrownBy(() -> this.engine.control().start(loaded(heavy(1)), Duration.ofMinutes(1), null))
			.withMessage("With this one the routes of the attacks that were started here weigh more than 200000"
					+ "; make them simpler, or leave some out");
		this.engine.control().start(loaded(delay(1, "route", "/plain")), Duration.ofMinutes(1), null);
		this.engine.control().cancelAll(null);
		this.engine.control().start(loaded(heavy(15)), Duration.ofMinutes(1), null);
	}

	@Test
	void oneAttackMadeInJavaCannotWeighMoreEither() {
		List<Action> actions = Collections.nCopies(2, loaded(heavy(15)).actions())
			.stream()
			.flatMap(List::stream)
			.toList();

		assertThatIllegalStateException()
			.isThrownBy(() -> this.engine.control().start(new Attack(actions), Duration.ofMinutes(1), null))
			.withMessageStartingWith("With this one the routes of the attacks that were started here weigh more than");
	}

	@Test
	void whoeverLoadsAttacksCannotSpendWhatAnOperatorNeeds() {
		this.engine.control().replace(AttackSource.LOADER, List.of(loaded(heavy(15))));

		this.engine.control().start(loaded(heavy(15)), Duration.ofMinutes(1), null);

		assertThat(this.engine.activeAttacks()).hasSize(2);
	}

	@Test
	void aRequestByHeaderKeepsNothingThatIsCompiled() {
		Decision decision = this.engine.decide(RequestView.of("GET", "/users/42",
				document(delay(1, "route", "^/users/[0-9]+$"), delay(1, "route", "/orders/{id}"))));

		assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(1));
		assertThat(decision.verdicts()).allSatisfy((verdict) -> assertIsLight(verdict.action()));
	}

	@Test
	void anAttackThatEndedKeepsNothingThatIsCompiled() {
		ActiveAttack started = this.engine.control()
			.start(attack(delay(1, "route", "^/users/[0-9]+$")), Duration.ofMinutes(1), null);
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1, "route", "/users/{id}"))));
		ActiveAttack replaced = this.engine.activeAttacks().get(1);

		this.engine.control().cancelAll(null);
		this.engine.control().replace(AttackSource.LOADER, List.of());

		assertThat(List.of(started, replaced))
			.allSatisfy((ended) -> assertThat(ended.attack().actions()).allSatisfy(RouteWorkTests::assertIsLight));
		assertThat(started.attack()).isEqualTo(attack(delay(1, "route", "^/users/[0-9]+$")));
	}

	private static void assertIsLight(Action action) {
		assertThat(action).isSameAs(action.forShow());
	}

	@Test
	void theHistoryDoesNotKeepWholeDocumentsOfAttacksThatHaveEnded() throws InterruptedException {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1), delay(1, "route", "/orders"))));
		WeakReference<ActiveAttack> loaded = new WeakReference<>(this.engine.activeAttacks().get(0));
		TestAttacks.perform(this.engine.begin(this.engine.decide(plain("/users"))));

		this.engine.control().replace(AttackSource.LOADER, List.of());
		for (int i = 0; i < 50 && loaded.get() != null; i++) {
			System.gc();
			Thread.sleep(10);
		}

		assertThat(loaded.get()).isNull();
		assertThat(this.engine.recent()).singleElement()
			.satisfies((decided) -> assertThat(decided.decision().verdicts()).hasSize(2)
				.allSatisfy((verdict) -> assertThat(verdict.attack().id()).isEqualTo("loader-1")));
	}

	@Test
	void aRequestThatIsHitNamesAtMostAHundredOthersThatMissedIt() {
		List<String> actions = new ArrayList<>(Collections.nCopies(500, delay(1, "route", "/orders")));
		actions.add(delay(1));
		this.engine.control().replace(AttackSource.LOADER, List.of(loaded(actions.toArray(String[]::new))));

		assertThat(this.engine.decide(plain("/users")).verdicts()).hasSize(101);
		assertThat(this.engine.explain(plain("/users")).decision().verdicts()).hasSize(501);
	}

	@Test
	void theReasonsHaveStableCodes() {
		assertThat(Reason.ROUTE_TOO_HEAVY).hasToString("route-too-heavy");
		assertThat(Reason.LIMIT_ROUTES).hasToString("limit-routes");
	}

}
