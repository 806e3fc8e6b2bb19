package io.chaosmiddleware.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.chaosmiddleware.engine.TestAttacks.attack;
import static io.chaosmiddleware.engine.TestAttacks.delay;
import static io.chaosmiddleware.engine.TestAttacks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class ActiveAttacksTests {

	private final List<AttackEvent> events = Collections.synchronizedList(new ArrayList<>());

	private final AttackEngine engine = AttackEngine.builder().recorder(this.events::add).build();

	@Test
	void aSourceReplacesItsOwnAttacksOnly() {
		ActiveAttack started = this.engine.control().start(attack(delay(3)), Duration.ofMinutes(1), null);
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(2))));

		this.engine.control().replace(AttackSource.LOADER, List.of());

		assertThat(this.engine.activeAttacks()).extracting(ActiveAttack::id)
			.containsExactly("properties-1", started.id());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.engine.control().replace(AttackSource.ENDPOINT, List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.engine.control().replace(AttackSource.HEADER, List.of()));
	}

	@Test
	void anAttackThatIsTheSameAsBeforeKeepsItsStartAndHits() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1, "route", "/a")), attack(delay(2))));
		List<ActiveAttack> before = this.engine.activeAttacks();
		TestAttacks.perform(this.engine.begin(this.engine.decide(plain("/a"))));
		this.events.clear();

		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1, "route", "/a")), attack(delay(3))));

		List<ActiveAttack> after = this.engine.activeAttacks();
		assertThat(after.get(0)).isSameAs(before.get(0));
		assertThat(after.get(0).hits()).isOne();
		assertThat(after.get(1)).isNotSameAs(before.get(1));
		assertThat(after.get(1).hits()).isZero();
		assertThat(this.events).hasExactlyElementsOfTypes(AttackEvent.Ended.class, AttackEvent.Started.class);
	}

	@Test
	void anAttackThatIsOverHitsNothingEvenIfItsTimerIsLate() {
		Instant[] now = { Instant.parse("2026-01-01T00:00:00Z") };
		AttackEngine engine = AttackEngine.builder().clock(new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return now[0];
			}

		}).build();
		engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);
		assertThat(engine.decide(plain("/a")).delay()).isEqualTo(Duration.ofSeconds(1));

		now[0] = now[0].plusSeconds(60);

		assertThat(engine.decide(plain("/a"))).isSameAs(Decision.NONE);
		assertThat(engine.explain(plain("/a")).decision().verdicts()).isEmpty();
	}

	@Test
	void aSnapshotNeverChanges() {
		this.engine.control().replace(AttackSource.LOADER, List.of(attack(delay(1))));
		List<ActiveAttack> snapshot = this.engine.activeAttacks();

		this.engine.control().replace(AttackSource.LOADER, List.of());

		assertThat(snapshot).hasSize(1).isUnmodifiable();
		assertThat(this.engine.isIdle()).isTrue();
	}

	@Test
	void aStartedAttackEndsByItself() throws InterruptedException {
		ActiveAttack started = this.engine.control().start(attack(delay(1)), Duration.ofMillis(100), null);
		assertThat(started.expiry()).isEqualTo(started.start().plusMillis(100));
		assertThat(started.source()).isEqualTo(AttackSource.ENDPOINT);

		while (!this.engine.isIdle()) {
			Thread.sleep(10);
		}

		assertThat(this.events).hasExactlyElementsOfTypes(AttackEvent.Started.class, AttackEvent.Ended.class);
		assertThat(this.engine.control().cancel(started.id(), null)).isFalse();
	}

	@Test
	void aStartedAttackCanBeCancelled() {
		ActiveAttack one = this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);
		ActiveAttack two = this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));

		assertThat(one.id()).isNotEqualTo(two.id());
		assertThat(this.engine.control().cancel(one.id(), null)).isTrue();
		assertThat(this.engine.control().cancel(one.id(), null)).isFalse();
		assertThat(this.engine.control().cancel("properties-1", null)).isFalse();
		assertThat(this.engine.control().cancelAll(null)).containsExactly(two);
		assertThat(this.engine.control().cancelAll(null)).isEmpty();
		assertThat(this.engine.activeAttacks()).extracting(ActiveAttack::id).containsExactly("properties-1");
	}

	@Test
	void aClosedEngineHasNoAttacksAndStartsNone() {
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(attack(delay(1))));
		this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null);

		this.engine.close();

		assertThat(this.engine.activeAttacks()).isEmpty();
		assertThat(this.engine.isIdle()).isTrue();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.engine.control().start(attack(delay(1)), Duration.ofMinutes(1), null));
	}

	@Test
	void aVeryLongLifeIsPossible() {
		this.engine.control().start(attack(delay(1)), Duration.ofDays(365), null);

		assertThat(this.engine.isIdle()).isFalse();
	}

	@Test
	void readersSeeWholeSnapshotsWhileWritersReplaceThem() throws InterruptedException {
		List<Attack> pair = List.of(attack(delay(1)), attack(delay(2)));
		Thread writer = new Thread(() -> {
			for (int i = 0; i < 2_000; i++) {
				this.engine.control().replace(AttackSource.LOADER, (i % 2 == 0) ? pair : List.of());
			}
		});
		writer.start();
		while (writer.isAlive()) {
			assertThat(this.engine.decide(plain("/")).delay().toSeconds()).isIn(0L, 3L);
		}
		writer.join();
	}

}
