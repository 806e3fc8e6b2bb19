package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.TestAttacks.Dice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AttackEngineTests {

	private static final ApplicationIdentity SHOP = new ApplicationIdentity("shop", "test", "id-1");

	private final AttackEngine engine = AttackEngine.builder().identity(SHOP).build();

	private static List<String> verdicts(Decision decision) {
		return decision.verdicts().stream().map(Verdict::toString).toList();
	}

	private String result(AttackEngine engine, RequestView request) {
		return engine.decide(request).resultHeader();
	}

	@Nested
	class Idle {

		@Test
		void decidesNothing() {
			assertThat(AttackEngineTests.this.engine.isIdle()).isTrue();
			assertThat(AttackEngineTests.this.engine.decide(plain("/users"))).isSameAs(Decision.NONE);
		}

		@Test
		void hasNothingToSayInTheResultHeader() {
			assertThat(Decision.NONE.resultHeader()).isNull();
			assertThat(result(AttackEngineTests.this.engine, attacked())).isNull();
		}

		@Test
		void performsAndReportsNothing() {
			List<AttackEvent> events = new ArrayList<>();
			AttackEngine listened = AttackEngine.builder().recorder(events::add).build();

			Outcome done = listened.begin(listened.decide(plain("/users"))).await();

			assertThat(done.decision()).isSameAs(Decision.NONE);
			assertThat(done.fault()).isNull();
			assertThat(events).isEmpty();
			assertThat(listened.recent()).isEmpty();
		}

	}

	@Nested
	class Walking {

		@Test
		void addsDelaysUpAndEndsAtTheFirstOutcome() {
			Decision decision = AttackEngineTests.this.engine
				.decide(attacked(delay(2), delay(3), fault("IllegalStateException"), delay(4), fault("NoSuch")));

			assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(5));
			assertThat(verdicts(decision)).containsExactly("delay;verdict=injected;seconds=2",
					"delay;verdict=injected;seconds=3", "fault;verdict=injected",
					"delay;verdict=skipped;reason=after-outcome", "fault;verdict=skipped;reason=after-outcome");
		}

		@Test
		void goesOnAfterAMissAndAfterARefusal() {
			Decision decision = AttackEngineTests.this.engine.decide(attacked(delay(2, "route", "/other"),
					delay(2, "route", "("), "{\"name\":\"abort\",\"value\":\"1\"}", delay(1)));

			assertThat(decision.resultHeader()).isEqualTo("delay;verdict=missed;reason=route, "
					+ "delay;verdict=refused;reason=route-invalid, unknown;verdict=refused;reason=unknown-action, "
					+ "delay;verdict=injected;seconds=1");
		}

		@Test
		void looksAtTargetThenRouteThenDice() {
			AttackEngine rolled = AttackEngine.builder().identity(SHOP).random(new Dice(51)).build();
			String action = "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"%s\",\"probability\":\"50\"}";

			assertThat(rolled
				.decide(RequestView.of("GET", "/a",
						"{\"actions\":[" + action.formatted("/b") + "],\"target\":{\"application\":\"x\"}}"))
				.resultHeader()).isEqualTo("delay;verdict=missed;reason=application");
			assertThat(rolled.decide(RequestView.of("GET", "/a", document(action.formatted("/b")))).resultHeader())
				.isEqualTo("delay;verdict=missed;reason=route");
			assertThat(rolled.decide(RequestView.of("GET", "/a", document(action.formatted("/a")))).resultHeader())
				.isEqualTo("delay;verdict=missed;reason=probability");
		}

		@Test
		@DisplayName("D10: a delay that would lift the sum above the limit is skipped, later actions go on")
		void limitsTheSumOfDelays() {
			Decision decision = AttackEngineTests.this.engine.decide(attacked(delay(60), delay(1), fault("NoSuch")));

			assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(60));
			assertThat(decision.resultHeader()).isEqualTo("delay;verdict=injected;seconds=60, "
					+ "delay;verdict=skipped;reason=limit-delay, fault;verdict=injected;reason=fault-not-located");
			assertThat(AttackEngineTests.this.engine.decide(attacked(delay(59), delay(1))).delay()).hasSeconds(60);
			assertThat(AttackEngineTests.this.engine.decide(attacked(delay(59), delay(2), delay(1))).delay())
				.hasSeconds(60);
		}

		@Test
		@DisplayName("D10: whatever the source")
		void limitsTheSumOfConfiguredDelays() {
			AttackEngine limited = AttackEngine.builder()
				.headerLimits(AttackLimits.HEADER.withMaxDelay(Duration.ofSeconds(5)))
				.build();
			limited.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(4))));
			limited.control().replace(AttackSource.LOADER, List.of(attack(delay(2), delay(1))));

			assertThat(verdicts(limited.decide(plain("/")))).containsExactly("delay;verdict=injected;seconds=4",
					"delay;verdict=skipped;reason=limit-delay", "delay;verdict=injected;seconds=1");
		}

		@Test
		void readsTheConfiguredAttacksInTheOrderOfTheirSources() {
			AttackEngineTests.this.engine.control()
				.replace(AttackSource.LOADER, List.of(attack(delay(4)), attack(delay(5))));
			AttackEngineTests.this.engine.control().start(attack(delay(2)), Duration.ofMinutes(1), null);
			AttackEngineTests.this.engine.control().start(attack(delay(3)), Duration.ofMinutes(1), null);
			AttackEngineTests.this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));

			Decision decision = AttackEngineTests.this.engine.decide(plain("/"));

			assertThat(verdicts(decision)).extracting((verdict) -> verdict.charAt(verdict.length() - 1))
				.containsExactly('1', '2', '3', '4', '5');
			assertThat(decision.verdicts()).extracting(Verdict::source)
				.containsExactly(AttackSource.PROPERTIES, AttackSource.ENDPOINT, AttackSource.ENDPOINT,
						AttackSource.LOADER, AttackSource.LOADER);
		}

		@Test
		void comparesTheDecodedPath() {
			assertThat(result(AttackEngineTests.this.engine,
					RequestView.of("GET", "/caf%C3%A9", document(delay(1, "route", "^/café$")))))
				.isEqualTo("delay;verdict=injected;seconds=1");
		}

	}

	@Nested
	class Probability {

		@ParameterizedTest
		@CsvSource({ "1,1,true", "1,2,false", "50,49,true", "50,50,true", "50,51,false", "99,99,true", "99,100,false" })
		void hitsIfTheRollIsNotAboveIt(String probability, int roll, boolean hit) {
			Dice dice = new Dice(roll);
			AttackEngine rolled = AttackEngine.builder().random(dice).build();

			Decision decision = rolled.decide(attacked(delay(1, "probability", probability)));

			assertThat(!decision.delay().isZero()).isEqualTo(hit);
			assertThat(dice.rolls).hasValue(1);
		}

		@ParameterizedTest
		@CsvSource({ "100", "''" })
		void drawsNothingIfItIsCertain(String probability) {
			Dice dice = new Dice();

			AttackEngine.builder()
				.random(dice)
				.build()
				.decide(attacked(delay(1, "probability", probability), delay(1)));

			assertThat(dice.rolls).hasValue(0);
		}

		@Test
		void isDrawnOncePerActionAndNeverForARefusedOne() {
			Dice dice = new Dice(100, 1);
			AttackEngine rolled = AttackEngine.builder().random(dice).build();

			Decision decision = rolled.decide(attacked(delay(1, "probability", "50"),
					"{\"name\":\"delay\",\"value\":\"x\",\"probability\":\"50\"}", delay(2, "probability", "50")));

			assertThat(decision.resultHeader()).isEqualTo("delay;verdict=missed;reason=probability, "
					+ "delay;verdict=refused;reason=delay-invalid, delay;verdict=injected;seconds=2");
			assertThat(dice.rolls).hasValue(2);
		}

		@Test
		void isUniform() {
			int hits = 0;
			for (int i = 0; i < 100_000; i++) {
				hits += AttackEngineTests.this.engine.decide(attackedRarely()).delay().isZero() ? 0 : 1;
			}

			// 10 % of 100 000 is 10 000, with a standard deviation of 95
			assertThat(hits).isBetween(9_400, 10_600);
		}

		private RequestView attackedRarely() {
			return attacked(delay(1, "probability", "10"));
		}

	}

	@Nested
	class Targets {

		private String result(AttackEngine engine, String target) {
			return engine
				.decide(RequestView.of("GET", "/", "{\"actions\":[" + delay(1) + "],\"target\":" + target + "}"))
				.resultHeader();
		}

		@ParameterizedTest
		@CsvSource(quoteCharacter = '`', value = { "{\"application\":\"shop\"};injected;seconds=1",
				"{\"application\":\"Shop\"};missed;reason=application",
				"{\"application\":\"sho\"};missed;reason=application",
				"{\"application\":\"*\"};missed;reason=application", "{\"environment\":\"test\"};injected;seconds=1",
				"{\"environment\":\"TEST\"};missed;reason=environment" })
		@DisplayName("D4: are compared exactly, an environment alone means any application in it")
		void areComparedExactly(String example) {
			String[] parts = example.split(";", 2);

			assertThat(result(AttackEngineTests.this.engine, parts[0])).isEqualTo("delay;verdict=" + parts[1]);
		}

		@Test
		@DisplayName("D6: miss an application that does not know who it is, unless the attack has none")
		void missTheUnknown() {
			AttackEngine unknown = AttackEngine.builder().build();

			assertThat(result(unknown, "{\"application\":\"shop\"}"))
				.isEqualTo("delay;verdict=missed;reason=application");
			assertThat(result(unknown, "{\"environment\":\"test\"}"))
				.isEqualTo("delay;verdict=missed;reason=environment");
			assertThat(unknown.decide(attacked(delay(1))).delay()).hasSeconds(1);
		}

		@Test
		@DisplayName("D5: refuse the document if they are blank")
		void areNeverBlank() {
			assertThat(result(AttackEngineTests.this.engine, "{\"application\":\"\"}"))
				.isEqualTo("attack;verdict=refused;reason=blank-target");
		}

		@Test
		void holdForConfiguredAttacksToo() {
			AttackEngineTests.this.engine.control()
				.replace(AttackSource.PROPERTIES,
						List.of(new Attack(attack(delay(1)).actions(), new Target("other", null)),
								new Attack(attack(delay(2)).actions(), new Target("shop", "test"))));

			assertThat(AttackEngineTests.this.engine.decide(plain("/")).delay()).hasSeconds(2);
		}

	}

	@Nested
	class Obstacles {

		private final AttackEngine guarded = AttackEngine.builder().guarded("profile prod is active").build();

		@Test
		void guardedSkipsEverythingAndSaysSo() {
			this.guarded.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));

			assertThat(this.guarded.state()).isEqualTo(EngineState.GUARDED);
			assertThat(this.guarded.guardedReason()).isEqualTo("profile prod is active");
			assertThat(this.guarded.isIdle()).isTrue();
			assertThat(this.guarded.decide(plain("/"))).isSameAs(Decision.NONE);
			assertThat(result(this.guarded, attacked(delay(1), fault("x"))))
				.isEqualTo("delay;verdict=skipped;reason=guarded, fault;verdict=skipped;reason=guarded");
			assertThatIllegalStateException()
				.isThrownBy(() -> this.guarded.control().start(attack(delay(1)), Duration.ofMinutes(1), null))
				.withMessage("The middleware stands down: profile prod is active");
		}

		@Test
		void haltedSkipsEverythingUntilResumed() {
			AttackEngine engine = AttackEngineTests.this.engine;
			engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));

			engine.control().halt(null);
			engine.control().halt(null);

			assertThat(engine.state()).isEqualTo(EngineState.HALTED);
			assertThat(engine.decide(plain("/"))).isSameAs(Decision.NONE);
			assertThat(result(engine, attacked(delay(1)))).isEqualTo("delay;verdict=skipped;reason=halted");

			engine.control().resume(null);
			engine.control().resume(null);

			assertThat(engine.state()).isEqualTo(EngineState.ACTIVE);
			assertThat(engine.decide(plain("/")).delay()).hasSeconds(1);
		}

		@Test
		void excludedRoutesAreNeverAttacked() {
			AttackEngine engine = AttackEngine.builder()
				.excludeRoute("/actuator/**")
				.excludeRoute("/health")
				.exclude((path) -> path.endsWith(".css"))
				.build();
			engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));

			for (String path : List.of("/actuator", "/actuator/chaos", "/%61ctuator", "//actuator/chaos", "/health",
					"/x.css")) {
				assertThat(engine.decide(plain(path))).isSameAs(Decision.NONE);
				assertThat(result(engine, RequestView.of("GET", path, document(delay(1)))))
					.isEqualTo("delay;verdict=skipped;reason=excluded-route");
			}
			for (String path : List.of("/", "/v1/actuator", "/health/live", "/actuators")) {
				assertThat(engine.decide(plain(path)).delay()).hasSeconds(1);
			}
			assertThatIllegalArgumentException().isThrownBy(() -> AttackEngine.builder().excludeRoute("/{id:[0-9]}"));
		}

		@Test
		void refusedActionsStayRefused() {
			assertThat(result(this.guarded, attacked("{\"name\":\"delay\",\"value\":\"x\"}")))
				.isEqualTo("delay;verdict=refused;reason=delay-invalid");
		}

	}

}
