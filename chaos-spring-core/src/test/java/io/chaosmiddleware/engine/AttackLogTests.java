package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static io.chaosmiddleware.engine.TestAttacks.perform;
import static org.assertj.core.api.Assertions.assertThat;

class AttackLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.chaosmiddleware");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final AttackEngine engine = AttackEngine.builder().clock(new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return AttackLogTests.this.now;
		}

	}).build();

	private final ManualTimer timer = new ManualTimer();

	private final AttackLog log = new AttackLog(this.timer);

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
		this.engine.close();
	}

	private void perform(RequestView request) {
		TestAttacks.perform(this.engine.begin(this.engine.decide(request)));
	}

	private void inject(RequestView sent) {
		// the engine has a log of its own
		Level level = this.logger.getLevel();
		this.logger.setLevel(Level.OFF);
		Outcome outcome = TestAttacks.perform(this.engine.begin(this.engine.decide(sent)));
		this.logger.setLevel(level);
		this.log.onEvent(new AttackEvent.Decided(this.now, outcome));
	}

	private List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private List<String> newLines() {
		List<String> lines = lines();
		this.appender.list.clear();
		return lines;
	}

	@Test
	void saysTheFirstInjectionInFull() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));
		perform(RequestView.of("GET", "/users",
				document(delay(2), delay(1, "route", "/x"), fault("IllegalStateException"))));
		perform(plain("/orders"));

		assertThat(lines()).containsExactly("Chaos attack started: properties attack properties-1 with 1 action(s)",
				"Chaos injected: delay of 2 s into GET /users by header",
				"Chaos injected: fault java.lang.IllegalStateException into GET /users by header",
				"Chaos injected: delay of 1 s into GET /orders by properties attack properties-1");
	}

	@Test
	void saysWhyAnotherFaultIsThrown() {
		perform(attacked(fault("NoSuch")));

		assertThat(lines()).containsExactly("Chaos injected: fault io.chaosmiddleware.engine.ChaosMiddlewareException"
				+ " instead of 'NoSuch' (fault-not-located) into GET /users by header");
	}

	@Test
	void countsFurtherInjectionsAndSaysEveryTenSecondsHowMany() {
		for (int i = 0; i < 10_000; i++) {
			inject(attacked(delay(2)));
		}
		assertThat(newLines()).containsExactly("Chaos injected: delay of 2 s into GET /users by header");

		this.timer.pass();
		assertThat(newLines()).containsExactly("Chaos injected: 9999 more delay(s) by header in the last 10 s");

		inject(attacked(delay(2)));
		assertThat(newLines()).isEmpty();

		this.timer.pass();
		assertThat(newLines()).containsExactly("Chaos injected: 1 more delay(s) by header in the last 10 s");
	}

	@Test
	void saysAnInjectionInFullAgainAfterTenSecondsWithoutAny() {
		inject(attacked(delay(2)));
		this.timer.pass();
		assertThat(this.timer.tasks).isEmpty();
		inject(attacked(delay(3)));

		assertThat(lines()).containsExactly("Chaos injected: delay of 2 s into GET /users by header",
				"Chaos injected: delay of 3 s into GET /users by header");
	}

	@Test
	void countsEveryAttackAndEveryEffectOnItsOwn() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1)), attack(delay(2))));
		newLines();
		for (int i = 0; i < 3; i++) {
			inject(plain("/orders"));
			inject(attacked(delay(3), fault("IllegalStateException")));
		}
		assertThat(newLines()).containsExactly(
				"Chaos injected: delay of 1 s into GET /orders by properties attack properties-1",
				"Chaos injected: delay of 2 s into GET /orders by properties attack properties-2",
				"Chaos injected: delay of 3 s into GET /users by header",
				"Chaos injected: fault java.lang.IllegalStateException into GET /users by header");

		this.timer.pass();

		assertThat(lines()).containsExactly(
				"Chaos injected: 2 more delay(s) by properties attack properties-1 in the last 10 s",
				"Chaos injected: 2 more delay(s) by properties attack properties-2 in the last 10 s",
				"Chaos injected: 2 more delay(s) by header in the last 10 s",
				"Chaos injected: 2 more fault(s) by header in the last 10 s");
	}

	@Test
	void countsEveryInjectionOfARequest() {
		inject(attacked(delay(1), delay(2), delay(3)));
		this.timer.pass();

		assertThat(lines()).containsExactly("Chaos injected: delay of 1 s into GET /users by header",
				"Chaos injected: 2 more delay(s) by header in the last 10 s");
	}

	@Test
	void countsAllHeadersTogetherWhateverTheySay() {
		for (int i = 0; i < 50; i++) {
			inject(RequestView.of("GET" + i, "/" + i, document(fault("NoSuch" + i))));
			inject(RequestView.of("GET" + i, "/" + i, document(delay(1 + i % 5, "route", "/" + i))));
		}
		assertThat(newLines()).hasSize(2);
		assertThat(this.timer.tasks).hasSize(2);

		this.timer.pass();

		assertThat(lines()).containsExactlyInAnyOrder("Chaos injected: 49 more delay(s) by header in the last 10 s",
				"Chaos injected: 49 more fault(s) by header in the last 10 s");
	}

	@Test
	void saysWhatWasCountedBeforeAnAttackEnds() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));
		ActiveAttack attack = this.engine.activeAttacks().get(0);
		newLines();
		for (int i = 0; i < 3; i++) {
			inject(plain("/orders"));
			inject(attacked(delay(1)));
		}
		newLines();

		this.log.onEvent(new AttackEvent.Ended(this.now, attack, AttackEvent.Cause.UNLOADED, null));
		assertThat(newLines()).containsExactly("Chaos injected: 2 more delay(s) by properties attack properties-1",
				"Chaos attack ended: properties attack properties-1 after 3 hit(s) in 3 request(s), since its source no longer has it");

		this.timer.pass();
		assertThat(newLines()).containsExactly("Chaos injected: 2 more delay(s) by header in the last 10 s");

		inject(plain("/orders"));
		assertThat(lines())
			.containsExactly("Chaos injected: delay of 1 s into GET /orders by properties attack properties-1");
	}

	@Test
	void saysWhatWasCountedWhenTheEngineCloses() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(fault("IllegalStateException"))));
		for (int i = 0; i < 3; i++) {
			perform(plain("/orders"));
			perform(attacked(delay(1)));
		}
		newLines();

		this.engine.close();
		this.engine.close();

		assertThat(lines()).containsExactly("Chaos injected: 2 more fault(s) by properties attack properties-1",
				"Chaos attack ended: properties attack properties-1 after 3 hit(s) in 3 request(s), since the application stops or restarts",
				"Chaos injected: 2 more delay(s) by header");
	}

	@Test
	void saysEveryInjectionInFullAfterTheEngineIsClosed() {
		Performance one = this.engine.begin(this.engine.decide(attacked(fault("IllegalStateException"))));
		Performance two = this.engine.begin(this.engine.decide(attacked(fault("IllegalStateException"))));
		this.engine.close();

		TestAttacks.perform(one);
		TestAttacks.perform(two);

		assertThat(lines()).hasSize(2)
			.containsOnly("Chaos injected: fault java.lang.IllegalStateException into GET /users by header");
	}

	@Test
	void countsNothingThatIsNotLogged() {
		this.logger.setLevel(Level.WARN);
		inject(attacked(delay(1)));
		inject(attacked(delay(1)));
		assertThat(this.timer.tasks).isEmpty();

		this.logger.setLevel(Level.INFO);
		inject(attacked(delay(1)));
		this.timer.pass();

		assertThat(lines()).containsExactly("Chaos injected: delay of 1 s into GET /users by header");
	}

	@Test
	void losesNoCountWhileManyThreadsInjectAndWindowsEnd() {
		AttackEvent event = new AttackEvent.Decided(this.now,
				new Outcome(this.engine.decide(attacked(delay(1))), null));
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < 20_000; j++) {
					this.log.onEvent(event);
				}
			}, (task) -> new Thread(task).start()));
		}
		CompletableFuture<Void> all = CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new));
		while (!all.isDone()) {
			this.timer.pass();
			this.timer.pass();
			this.log.flush();
		}
		all.join();
		this.log.flush();

		assertThat(lines()).hasSizeGreaterThan(1);
		assertThat(lines().stream()
			.mapToLong((line) -> line.contains(" more ") ? Long.parseLong(line.split(" ")[2]) : 1)
			.sum()).isEqualTo(160_000);
	}

	@Test
	void namesARefusedActionOfAHeaderOnceForEachReasonAndMinute() {
		perform(RequestView.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"2s\"}")));
		perform(RequestView.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"3s\"}")));

		assertThat(lines()).containsExactly("Chaos action in a header refused: $.actions[0].value: '2s' is not a whole"
				+ " number of seconds, such as '2' (delay-invalid) on GET /users");
	}

	@Test
	void saysWhenAttacksStartEndHaltAndResume() {
		ActiveAttack started = this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);
		this.engine.control().cancelAll(null);
		this.engine.control().halt(null);
		this.engine.control().resume(null);

		assertThat(lines()).containsExactly(
				"Chaos attack started: endpoint attack " + started.id()
						+ " with 1 action(s) until 2026-01-01T00:01:00Z",
				"Chaos attack ended: endpoint attack " + started.id() + " after 0 hit(s) in 0 request(s)",
				"Chaos halted: no attack runs until it is resumed", "Chaos resumed: attacks may run again");
	}

	@Test
	void hasOneLineForEachReasonAndMinuteForRefusedHeaders() {
		for (int i = 0; i < 10; i++) {
			perform(RequestView.of("GET", "/", "nonsense"));
			perform(RequestView.of("GET", "/", "{}"));
		}
		this.now = this.now.plusSeconds(59);
		perform(RequestView.of("GET", "/", "nonsense"));
		assertThat(lines()).hasSize(2);

		this.now = this.now.plusSeconds(1);
		perform(RequestView.of("GET", "/", "nonsense"));

		assertThat(lines()).hasSize(3).allMatch((line) -> line.startsWith("Chaos attack header refused: $"));
	}

	@Test
	void holdsNothingRawFromARequest() {
		String evil = "\r\nFAKE line\u001b[31m\u2028\u0000\t" + "x".repeat(5_000);
		String escaped = evil.substring(0, 40)
			.replace("\r\n", "\\r\\n")
			.replace("\u001b", "\\u001b")
			.replace("\0", "\\u0000")
			.replace("\t", "\\t") + "x".repeat(3_000);
		for (String header : List.of(document(delay(1)), evil, "{\"" + escaped + "\":1}", document(fault(escaped)),
				"{\"actions\":[],\"target\":{\"" + escaped + "\":\"\"}}")) {
			this.now = this.now.plusSeconds(60);
			TestAttacks.perform(
					this.engine.begin(this.engine.decide(RequestView.of("GET" + evil, "/%0d%0a%1b" + evil, header))));
		}
		this.engine.control()
			.replace(AttackSource.LOADER, List.of(new Attack(attack(fault("IllegalStateException")).actions())));
		perform(RequestView.of("GET" + evil, "/" + evil, null));

		assertThat(lines()).hasSizeGreaterThan(5)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(800).matches("[ -~]*"));
	}

	@Test
	void isSilentAboutMisses() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1, "route", "/x"))));
		this.appender.list.clear();

		perform(plain("/users"));
		perform(RequestView.of("GET", "/users", document(delay(1, "route", "/x"))));

		assertThat(lines()).isEmpty();
	}

	/** Time that passes by ten seconds, when it is told to. */
	private static final class ManualTimer extends EngineTimer {

		final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		@Override
		Future<?> schedule(Runnable task, Duration delay) {
			assertThat(delay).isEqualTo(Duration.ofSeconds(10));
			this.tasks.add(task);
			return new CompletableFuture<>();
		}

		void pass() {
			List<Runnable> due = new ArrayList<>(this.tasks);
			this.tasks.removeAll(due);
			due.forEach(Runnable::run);
		}

	}

	@Test
	void saysWhoCommanded() {
		Operator alice = new Operator("http", "alice", "10.1.2.3");
		ActiveAttack attack = this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), alice);
		this.engine.control().cancel(attack.id(), new Operator("http", null, "10.1.2.3"));
		this.engine.control().halt(new Operator("jmx", null, null));
		this.engine.control().resume(new Operator("http", "eve\nfake line", null));
		this.log.onEvent(new AttackEvent.StartRefused(this.now,
				List.of(new Problem("$.actions", Reason.SCHEMA, "no"), new Problem("$.x", Reason.SCHEMA, "no")),
				alice));

		assertThat(lines()).containsExactly(
				"Chaos attack started: " + attack + " with 1 action(s) until 2026-01-01T00:01:00Z"
						+ ", by alice (10.1.2.3, HTTP)",
				"Chaos attack ended: " + attack + " after 0 hit(s) in 0 request(s), by somebody (10.1.2.3, HTTP)",
				"Chaos halted: no attack runs until it is resumed, by somebody (JMX)",
				"Chaos resumed: attacks may run again, by eve?fake line (HTTP)",
				"Chaos attack refused: $.actions: no (schema), by alice (10.1.2.3, HTTP)");
	}

	@Test
	void refusedDocumentsHaveOneLineForEachReasonAndMinuteApartFromHeaders() {
		Problem problem = new Problem("$", Reason.NOT_JSON, "no");
		perform(RequestView.of("GET", "/", "nonsense"));
		newLines();

		this.log.onEvent(new AttackEvent.StartRefused(this.now, List.of(problem), null));
		this.log.onEvent(new AttackEvent.StartRefused(this.now.plusSeconds(59), List.of(problem), null));
		assertThat(newLines()).containsExactly("Chaos attack refused: $: no (not-json)");

		this.log.onEvent(new AttackEvent.StartRefused(this.now.plusSeconds(60), List.of(problem), null));
		assertThat(newLines()).hasSize(1);
	}

	@Test
	void saysTheSameInKeysAndValues() {
		perform(RequestView.of("GET", "/users\n", document(delay(2), fault("NoSuch"), delay(0))));
		perform(RequestView.of("GET", "/users", "nonsense"));
		ActiveAttack attack = this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);
		perform(plain("/orders"));
		this.engine.control().cancel(attack.id(), null);
		this.engine.control().halt(null);
		this.engine.control().resume(null);

		assertThat(this.appender.list).extracting((line) -> String.valueOf(line.getKeyValuePairs()))
			.containsExactly("[chaos_event=\"refused\", chaos_source=\"header\", chaos_reason=\"delay-not-positive\"]",
					"[chaos_event=\"injected\", chaos_source=\"header\", chaos_effect=\"delay\", chaos_method=\"GET\","
							+ " chaos_path=\"/users?\", chaos_seconds=\"2\"]",
					"[chaos_event=\"injected\", chaos_source=\"header\", chaos_effect=\"fault\", chaos_method=\"GET\","
							+ " chaos_path=\"/users?\","
							+ " chaos_fault=\"io.chaosmiddleware.engine.ChaosMiddlewareException\","
							+ " chaos_reason=\"fault-not-located\"]",
					"[chaos_event=\"refused\", chaos_source=\"header\", chaos_reason=\"not-json\"]",
					"[chaos_event=\"started\", chaos_source=\"endpoint\", chaos_attack=\"" + attack.id() + "\"]",
					"[chaos_event=\"injected\", chaos_source=\"endpoint\", chaos_attack=\"" + attack.id()
							+ "\", chaos_effect=\"delay\", chaos_method=\"GET\", chaos_path=\"/orders\","
							+ " chaos_seconds=\"1\"]",
					"[chaos_event=\"ended\", chaos_source=\"endpoint\", chaos_attack=\"" + attack.id()
							+ "\", chaos_cause=\"cancelled\"]",
					"[chaos_event=\"halted\"]", "[chaos_event=\"resumed\"]");
	}

}
