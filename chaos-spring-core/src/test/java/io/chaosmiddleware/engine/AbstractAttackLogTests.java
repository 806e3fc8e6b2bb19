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
import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records the log lines of an engine, and of a log whose timer is advanced by hand.
 */
abstract class AbstractAttackLogTests {

	final Logger logger = (Logger) LoggerFactory.getLogger("io.chaosmiddleware");

	final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	Instant now = Instant.parse("2026-01-01T00:00:00Z");

	final AttackEngine engine = AttackEngine.builder().clock(new Clock() {

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
			return AbstractAttackLogTests.this.now;
		}

	}).build();

	final ManualTimer timer = new ManualTimer();

	final AttackLog log = new AttackLog(this.timer);

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

	void perform(RequestView request) {
		TestAttacks.perform(this.engine.begin(this.engine.decide(request)));
	}

	void inject(RequestView sent) {
		// The engine is silenced, since it has a log of its own.
		Level level = this.logger.getLevel();
		this.logger.setLevel(Level.OFF);
		Outcome outcome = TestAttacks.perform(this.engine.begin(this.engine.decide(sent)));
		this.logger.setLevel(level);
		this.log.onEvent(new AttackEvent.Decided(this.now, outcome));
	}

	List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	List<String> newLines() {
		List<String> lines = lines();
		this.appender.list.clear();
		return lines;
	}

	/** A timer on which ten seconds pass when a test says so. */
	static final class ManualTimer extends EngineTimer {

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

}
