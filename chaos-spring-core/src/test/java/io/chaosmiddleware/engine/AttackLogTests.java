package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

class AttackLogTests extends AbstractAttackLogTests {

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
	void namesARefusedActionOfAHeaderOnceForEachReasonAndMinute() {
		perform(RequestView.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"2 s\"}")));
		perform(RequestView.of("GET", "/users", document("{\"name\":\"delay\",\"value\":\"3 s\"}")));

		assertThat(lines())
			.containsExactly("Chaos action in a header refused: $.actions[0].value: '2 s' is not a delay;"
					+ " use whole seconds such as '2', a duration such as '250ms', a range such as '100ms..900ms' or a"
					+ " distribution such as 'normal(mean=200ms, stddev=50ms)' (delay-invalid) on GET /users");
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
