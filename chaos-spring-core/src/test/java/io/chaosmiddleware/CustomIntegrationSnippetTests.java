package io.chaosmiddleware;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The snippets of the page about custom integrations: the engine in a plain Java program.
 */
class CustomIntegrationSnippetTests {

	private static final Path PAGE = Path.of("..", "docs", "custom-integration.md");

	private static final Path SOURCE = Path.of("src/test/java/io/chaosmiddleware/CustomIntegrationSnippetTests.java");

	// tag::build[]
	private final AttackEngine engine = AttackEngine.builder()
		.identity(new ApplicationIdentity("orders", "test", "orders-1"))
		.allowedFaults(List.of("java.**", "com.example.orders.**"))
		.listener((event) -> System.out.println(event))
		.build();

	// end::build[]

	// tag::handle[]
	String handle(String queue, String attack, String message) throws Throwable {
		Decision decision = this.engine.decide(RequestView.of("RECEIVE", queue, attack));
		Outcome outcome = this.engine.begin(decision).await();
		if (outcome.fault() != null) {
			throw outcome.fault();
		}
		if (outcome.reply() != null) {
			return "status " + outcome.reply().status();
		}
		if (outcome.end() != null) {
			return "no answer";
		}
		return "handled " + message;
	}

	// end::handle[]

	// tag::timer[]
	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	void handleLater(RequestView request, Runnable proceed, Consumer<Throwable> fail) {
		Performance performance = this.engine.begin(this.engine.decide(request));
		Runnable finish = () -> {
			Outcome outcome = performance.finish();
			if (outcome.fault() != null) {
				fail.accept(outcome.fault());
			}
			else if (outcome.end() == null) {
				proceed.run();
			}
		};
		perform(performance, finish);
	}

	private void perform(Performance performance, Runnable finish) {
		Step step = performance.next();
		if (step == null) {
			finish.run();
			return;
		}
		Runnable next = () -> perform(performance, finish);
		ScheduledExecutorService timer = this.timer;
		step.accept(new StepHandler<Void>() {

			@Override
			public Void pause(Pause pause) {
				ScheduledFuture<?> wait = timer.schedule(next, performance.remaining(pause).toMillis(),
						TimeUnit.MILLISECONDS);
				performance.onHalt(() -> {
					if (wait.cancel(false)) {
						timer.execute(next);
					}
				});
				return null;
			}

			@Override
			public Void fail(Fail fail) {
				performance.make(fail);
				next.run();
				return null;
			}

			@Override
			public Void reply(Reply reply) {
				performance.answer(reply);
				next.run();
				return null;
			}

			@Override
			public Void endConnection(EndConnection end) {
				performance.disconnect(end);
				next.run();
				return null;
			}

		});
	}

	// end::timer[]

	@AfterEach
	void close() {
		this.engine.close();
		this.timer.shutdownNow();
	}

	@Test
	void aMessageThatCarriesAnAttackFails() throws Throwable {
		// tag::attack[]
		String attack = """
				{
				  "actions": [
				    { "name": "delay", "value": "1" },
				    { "name": "fault", "value": "java.net.SocketTimeoutException", "route": "orders.created" }
				  ],
				  "target": { "application": "orders" }
				}
				""";
		// end::attack[]
		assertThat(handle("orders.created", null, "1")).isEqualTo("handled 1");
		assertThat(handle("orders.deleted", attack, "2")).isEqualTo("handled 2");
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> handle("orders.created", attack, "3"));
	}

	@Test
	void configuredAttacksHitMessagesWithoutOne() {
		// tag::configure[]
		AttackParser parser = new AttackParser(AttackLimits.OPERATOR);
		this.engine.control().replace(AttackSource.PROPERTIES, List.of(parser.parseStrictly("""
				{ "actions": [ { "name": "fault", "value": "IllegalStateException", "probability": "100" } ] }
				""")));
		// end::configure[]
		assertThatIllegalStateException().isThrownBy(() -> handle("orders.created", null, "1"));

		// tag::halt[]
		this.engine.control().halt(null);
		// end::halt[]
		assertThat(this.engine.decide(RequestView.of("RECEIVE", "orders.created", null))).isSameAs(Decision.NONE);
	}

	@Test
	void aTimerPerformsADecisionWithoutBlocking() throws InterruptedException {
		BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
		String delayed = "{\"actions\":[{\"name\":\"delay\",\"value\":\"60\"},{\"name\":\"fault\",\"value\":\"x\"}]}";

		handleLater(RequestView.of("RECEIVE", "q", null), () -> outcomes.add("proceeded"), outcomes::add);
		assertThat(outcomes.poll()).isEqualTo("proceeded");

		handleLater(RequestView.of("RECEIVE", "q", delayed), () -> outcomes.add("proceeded"), outcomes::add);
		assertThat(outcomes.poll()).isNull();
		this.engine.control().halt(null);
		assertThat(outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("proceeded");
		assertThat(this.engine.runningDelays()).isZero();
		assertThat(this.engine.totals().skipped()).isEqualTo(2);
	}

	static Stream<String> tags() throws IOException {
		return Pattern.compile("// tag::(\\w+)\\[\\]")
			.matcher(Files.readString(SOURCE))
			.results()
			.map((tag) -> tag.group(1));
	}

	@ParameterizedTest
	@MethodSource("tags")
	void thePageHoldsExactlyThisCode(String tag) throws IOException {
		Matcher region = Pattern
			.compile("// tag::" + tag + "\\[\\]\\n(.*?)\\n[ \\t]*// end::" + tag + "\\[\\]", Pattern.DOTALL)
			.matcher(Files.readString(SOURCE));
		assertThat(region.find()).isTrue();
		String code = region.group(1).replace("\t", "    ").stripTrailing().stripIndent().strip();

		assertThat(Files.readString(PAGE)).contains("```java\n" + code + "\n```");
	}

	@Test
	void thePageHoldsNoOtherJavaCode() throws IOException {
		assertThat(Pattern.compile("(?m)^```java$").matcher(Files.readString(PAGE)).results().count())
			.isEqualTo(tags().count());
	}

}
