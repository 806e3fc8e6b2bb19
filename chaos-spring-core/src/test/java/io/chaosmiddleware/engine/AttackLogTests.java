package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chaosmiddleware.attack.Attack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
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
	}

	private void perform(AttackRequest request) {
		this.engine.begin(this.engine.decide(request)).finish();
	}

	private List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void hasOneLineForEachInjection() {
		this.engine.replaceAttacks(AttackSource.PROPERTIES, List.of(attack(delay(1))));
		perform(AttackRequest.of("GET", "/users",
				document(delay(2), delay(1, "route", "/x"), fault("IllegalStateException"))));
		perform(AttackRequest.of("GET", "/users", document(fault("NoSuch"))));
		perform(plain("/orders"));

		assertThat(lines()).containsExactly("Chaos attack started: properties attack properties-1 with 1 action(s)",
				"Chaos injected: delay of 2 s into GET /users by header",
				"Chaos injected: fault java.lang.IllegalStateException into GET /users by header",
				"Chaos injected: fault io.chaosmiddleware.engine.ChaosMiddlewareException"
						+ " instead of 'NoSuch' (fault-not-located) into GET /users by header",
				"Chaos injected: delay of 1 s into GET /orders by properties attack properties-1");
	}

	@Test
	void namesARefusedActionOfAHeaderOnceForEachReasonAndMinute() {
		perform(AttackRequest.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"2s\"}")));
		perform(AttackRequest.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"3s\"}")));

		assertThat(lines()).containsExactly("Chaos action in a header refused: $.actions[0].value: '2s' is not a whole"
				+ " number of seconds, such as '2' (delay-invalid) on GET /users");
	}

	@Test
	void saysWhenAttacksStartEndHaltAndResume() {
		ActiveAttack started = this.engine.start(attack(delay(1)), Duration.ofMinutes(1));
		this.engine.cancelAll();
		this.engine.halt();
		this.engine.resume();

		assertThat(lines()).containsExactly(
				"Chaos attack started: endpoint attack " + started.id()
						+ " with 1 action(s) until 2026-01-01T00:01:00Z",
				"Chaos attack ended: endpoint attack " + started.id() + " after 0 hit(s)",
				"Chaos halted: no attack runs until it is resumed", "Chaos resumed: attacks may run again");
	}

	@Test
	void hasOneLineForEachReasonAndMinuteForRefusedHeaders() {
		for (int i = 0; i < 10; i++) {
			perform(AttackRequest.of("GET", "/", "nonsense"));
			perform(AttackRequest.of("GET", "/", "{}"));
		}
		this.now = this.now.plusSeconds(59);
		perform(AttackRequest.of("GET", "/", "nonsense"));
		assertThat(lines()).hasSize(2);

		this.now = this.now.plusSeconds(1);
		perform(AttackRequest.of("GET", "/", "nonsense"));

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
			this.engine.begin(this.engine.decide(AttackRequest.of("GET" + evil, "/%0d%0a%1b" + evil, header))).finish();
		}
		this.engine.replaceAttacks(AttackSource.LOADER,
				List.of(new Attack(attack(fault("IllegalStateException")).actions())));
		perform(AttackRequest.of("GET" + evil, "/" + evil, null));

		assertThat(lines()).hasSizeGreaterThan(5)
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(800).matches("[ -~]*"));
	}

	@Test
	void isSilentAboutMisses() {
		this.engine.replaceAttacks(AttackSource.PROPERTIES, List.of(attack(delay(1, "route", "/x"))));
		this.appender.list.clear();

		perform(plain("/users"));
		perform(AttackRequest.of("GET", "/users", document(delay(1, "route", "/x"))));

		assertThat(lines()).isEmpty();
	}

}
