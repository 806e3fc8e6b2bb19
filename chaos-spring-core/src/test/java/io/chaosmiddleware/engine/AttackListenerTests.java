package io.chaosmiddleware.engine;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AttackEvent.Cause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(60)
class AttackListenerTests {

	private static final Operator ALICE = new Operator("http", "alice", "10.1.2.3");

	private final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	private static RequestView attackedBy(@Nullable Principal principal, String document) {
		RequestView request = RequestView.of("GET", "/users", document);
		return new RequestView() {

			@Override
			public String method() {
				return request.method();
			}

			@Override
			public String path() {
				return request.path();
			}

			@Override
			public List<String> headers(String name) {
				return request.headers(name);
			}

			@Override
			public @Nullable Principal principal() {
				return principal;
			}

		};
	}

	private <T extends AttackEvent> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	@Test
	void hearsWhatStartedAndEndedByWhomFromWhereAndUntilWhen() throws InterruptedException {
		AttackEngine engine = AttackEngine.builder()
			.listener(this.events::add)
			.attacks(List.of(attack(delay(1))))
			.build();
		engine.control().replace(AttackSource.LOADER, List.of(attack(delay(2))));
		engine.control().replace(AttackSource.LOADER, List.of());
		ActiveAttack cancelled = engine.control().start(attack(delay(3)), Duration.ofMinutes(1), ALICE);
		engine.control().cancel(cancelled.id(), ALICE);
		ActiveAttack expired = engine.control().start(attack(delay(4)), Duration.ofMillis(1), ALICE);
		while (engine.activeAttacks().contains(expired)) {
			Thread.sleep(1);
		}
		engine.close();

		assertThat(events(AttackEvent.Started.class))
			.extracting((event) -> event.attack().source(), (event) -> event.attack().operator(),
					(event) -> event.attack().expiry() != null)
			.containsExactly(tuple(AttackSource.PROPERTIES, null, false), tuple(AttackSource.LOADER, null, false),
					tuple(AttackSource.ENDPOINT, ALICE, true), tuple(AttackSource.ENDPOINT, ALICE, true));
		assertThat(events(AttackEvent.Ended.class))
			.extracting((event) -> event.attack().source(), AttackEvent.Ended::cause, AttackEvent.Ended::operator)
			.containsExactly(tuple(AttackSource.LOADER, Cause.UNLOADED, null),
					tuple(AttackSource.ENDPOINT, Cause.CANCELLED, ALICE),
					tuple(AttackSource.ENDPOINT, Cause.EXPIRED, null),
					tuple(AttackSource.PROPERTIES, Cause.CLOSED, null));
	}

	@Test
	void hearsWhoHaltedAndResumed() {
		AttackEngine engine = AttackEngine.builder().listener(this.events::add).build();
		engine.control().halt(ALICE);
		engine.control().resume(ALICE);
		engine.close();

		assertThat(events(AttackEvent.Halted.class)).extracting(AttackEvent.Halted::operator).containsExactly(ALICE);
		assertThat(events(AttackEvent.Resumed.class)).extracting(AttackEvent.Resumed::operator).containsExactly(ALICE);
	}

	@Test
	void hearsInjectionsAndRefusalsWithWhoeverSentTheHeader() {
		AttackEngine engine = AttackEngine.builder().listener(this.events::add).build();
		Principal bob = () -> "bob";
		engine.begin(engine.decide(attackedBy(bob, document(fault("x"))))).await();
		engine.begin(engine.decide(attackedBy(bob, "nonsense"))).await();
		engine.begin(engine.decide(attackedBy(null, "nonsense"))).await();
		engine.control().start(attack(fault("x")), Duration.ofMinutes(1), null);
		engine.begin(engine.decide(plain("/users"))).await();
		engine.close();

		assertThat(events(AttackEvent.Decided.class))
			.extracting((event) -> event.decision().principal(), (event) -> event.decision().headerRefusal(),
					(event) -> event.decision().verdicts().size())
			.containsExactly(tuple("bob", null, 1), tuple("bob", Reason.NOT_JSON, 0), tuple(null, Reason.NOT_JSON, 0),
					tuple(null, null, 1));
	}

	@Test
	void aSenderWhoCannotBeAskedIsNobody() {
		AttackEngine engine = AttackEngine.builder().build();

		Decision decision = engine.decide(attackedBy(() -> {
			throw new IllegalStateException("x");
		}, document(fault("x"))));

		assertThat(decision.resultHeader()).isEqualTo("fault;verdict=injected;reason=fault-not-located");
		assertThat(decision.principal()).isNull();
	}

	@Test
	void hearsOfNoStartWhileTheEngineStandsDown() {
		AttackEngine engine = AttackEngine.builder()
			.guarded("tests")
			.attacks(List.of(attack(delay(1))))
			.listener(this.events::add)
			.build();
		engine.close();

		assertThat(this.events).isEmpty();
	}

	@Test
	void hearsOfADocumentThatIsRefused() {
		AttackEngine engine = AttackEngine.builder().listener(this.events::add).build();
		List<Problem> problems = List.of(new Problem("$", Reason.SCHEMA, "no"));
		engine.control().refuseStart(problems, ALICE);
		engine.close();

		assertThat(this.events).singleElement().isInstanceOfSatisfying(AttackEvent.StartRefused.class, (refused) -> {
			assertThat(refused.problems()).isEqualTo(problems);
			assertThat(refused.operator()).isEqualTo(ALICE);
		});
	}

	@Test
	void oneThatBlocksForEverSlowsNeitherRequestsNorOthersAndItIsSaidOnceThatItMissesEvents() {
		Logger logger = (Logger) LoggerFactory.getLogger(AttackEngine.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		CountDownLatch never = new CountDownLatch(1);
		List<AttackEvent> recorded = new ArrayList<>();
		AttackEngine engine = AttackEngine.builder().listener((event) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				// the engine is closed
			}
		}).listener(this.events::add).recorder(recorded::add).build();
		int requests = EventDelivery.CAPACITY + 1000;

		for (int i = 0; i < requests; i++) {
			engine.begin(engine.decide(RequestView.of("GET", "/users", document(fault("x"))))).await();
		}
		engine.close();
		logger.detachAppender(lines);

		assertThat(recorded).hasSize(requests);
		assertThat(this.events).hasSizeGreaterThanOrEqualTo(EventDelivery.CAPACITY);
		assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.filteredOn((line) -> line.contains(getClass().getName()))
			.singleElement()
			.asString()
			.contains("is too slow and misses events");
	}

	@Test
	void anExceptionThatCannotEvenBeAskedForItsMessageDisturbsNobody() {
		AttackEngine engine = AttackEngine.builder().recorder((event) -> {
			throw new IllegalStateException() {

				@Override
				public String getMessage() {
					throw new IllegalStateException("x");
				}

			};
		}).build();

		assertThat(engine.begin(engine.decide(RequestView.of("GET", "/", document(fault("x"))))).await().fault())
			.isNotNull();
	}

}
