package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.attacked;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.document;
import static io.chaosmiddleware.engine.TestAttacks.fault;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;

class AttackLogCountTests extends AbstractAttackLogTests {

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
		AttackEvent event = new AttackEvent.Decided(this.now, new Outcome(this.engine.decide(attacked(delay(1)))));
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

}
