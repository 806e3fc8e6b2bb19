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

import io.chaosmiddleware.attack.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.engine.ApplicationIdentity;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackRequest;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Injection;
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
		Decision decision = this.engine.decide(AttackRequest.of("RECEIVE", queue, attack));
		Decision done = this.engine.begin(decision).await();
		if (done.fault() != null) {
			throw done.fault();
		}
		return "handled " + message;
	}

	// end::handle[]

	// tag::timer[]
	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	void handleLater(AttackRequest request, Runnable proceed, Consumer<Throwable> fail) {
		Injection injection = this.engine.begin(this.engine.decide(request));
		Runnable finish = () -> {
			Decision done = injection.finish();
			if (done.fault() != null) {
				fail.accept(done.fault());
			}
			else {
				proceed.run();
			}
		};
		if (injection.delay().isZero()) {
			finish.run();
			return;
		}
		ScheduledFuture<?> wait = this.timer.schedule(finish, injection.delay().toMillis(), TimeUnit.MILLISECONDS);
		injection.onHalt(() -> {
			if (wait.cancel(false)) {
				this.timer.execute(finish);
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
		this.engine.replaceAttacks(AttackSource.PROPERTIES, List.of(parser.parseStrictly("""
				{ "actions": [ { "name": "fault", "value": "IllegalStateException", "probability": "100" } ] }
				""")));
		// end::configure[]
		assertThatIllegalStateException().isThrownBy(() -> handle("orders.created", null, "1"));

		// tag::halt[]
		this.engine.halt();
		// end::halt[]
		assertThat(this.engine.decide(AttackRequest.of("RECEIVE", "orders.created", null))).isSameAs(Decision.NONE);
	}

	@Test
	void aTimerPerformsADecisionWithoutBlocking() throws InterruptedException {
		BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
		String delayed = "{\"actions\":[{\"name\":\"delay\",\"value\":\"60\"},{\"name\":\"fault\",\"value\":\"x\"}]}";

		handleLater(AttackRequest.of("RECEIVE", "q", null), () -> outcomes.add("proceeded"), outcomes::add);
		assertThat(outcomes.poll()).isEqualTo("proceeded");

		handleLater(AttackRequest.of("RECEIVE", "q", delayed), () -> outcomes.add("proceeded"), outcomes::add);
		assertThat(outcomes.poll()).isNull();
		this.engine.halt();
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
