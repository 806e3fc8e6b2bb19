package io.chaosmiddleware.spring.contract;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The span of the server says how its request is attacked, and the metrics of the server
 * are those of a request that really fails.
 */
@ParameterizedClass
@EnumSource(names = { "TOMCAT", "NETTY" })
class ObservedAttackTests {

	private static final AttributeKey<String> EFFECT = AttributeKey.stringKey("chaos.effect");

	private static final AttributeKey<String> ATTACK = AttributeKey.stringKey("chaos.attack");

	private static TestApplication application;

	// spans end after the answer, and so perhaps in the next test
	private final String path = "/orders/" + UUID.randomUUID();

	@Parameter
	private TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestServer server) {
		application = TestApplication.start(server, Application.class, "management.tracing.sampling.probability=1.0");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void calm() {
		application.engine().control().cancelAll(null);
		application.bean(Failing.class).handlerFails = false;
	}

	@Test
	void aRequestThatIsNotAttackedSaysNothing() {
		application.configure("delay 1");
		application.engine().control().cancelAll(null);

		application.get(this.path);

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isNull();
		assertThat(span.getAttributes().get(ATTACK)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void aHeaderThatInjectsNothingSaysNothing() {
		application.attack(this.path, "delay x");

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void aDelayIsAnEventWhenItBegins() {
		application.attack(this.path, "delay 1");

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isEqualTo("delay");
		assertThat(span.getAttributes().get(ATTACK)).isEqualTo("header");
		assertThat(chaosEvents(span)).containsExactly("chaos.delay");
		assertThat(span.getEndEpochNanos() - span.getEvents().get(0).getEpochNanos())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
	}

	@Test
	void aFaultAfterADelayIsAnEventWhenItIsRaised() {
		String id = application.configure("delay 1", "fault IllegalStateException");

		assertThat(application.get(this.path).statusCode()).isEqualTo(409);

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isEqualTo("delay,fault");
		assertThat(span.getAttributes().get(ATTACK)).isEqualTo(id);
		assertThat(chaosEvents(span)).containsExactly("chaos.delay", "chaos.fault");
		assertThat(time(span, "chaos.fault") - time(span, "chaos.delay"))
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(time(span, "chaos.fault"));
	}

	@Test
	void aStatusIsAnEventWhenTheRequestIsAnswered() {
		assertThat(application.attack(this.path, "delay 10ms", "status 503").statusCode()).isEqualTo(503);

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isEqualTo("delay,status");
		assertThat(chaosEvents(span)).containsExactly("chaos.delay", "chaos.status");
	}

	@Test
	void aChangeOfTheBodyIsAnEventWhenTheAnswerIsSent() {
		assertThat(application.attack(this.path, "corrupt 100%", "delay 10ms").body()).isNotEqualTo("order");

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isEqualTo("corrupt,delay");
		assertThat(span.getAttributes().get(ATTACK)).isEqualTo("header");
		assertThat(chaosEvents(span)).containsExactly("chaos.delay", "chaos.corrupt");
	}

	@Test
	void whatCouldNotBeDoneToTheBodySaysNothing() {
		application.attack(this.path, "truncate 1MB");

		assertThat(serverSpan().getAttributes().get(EFFECT)).isNull();
		assertThat(serverSpan().getEvents()).isEmpty();
	}

	@Test
	void everyAttackThatTookPartIsNamedOnce() {
		String first = application.configure("delay 1", "delay 1");
		String second = application.configure("fault IllegalStateException");

		application.get(this.path);

		SpanData span = serverSpan();
		assertThat(span.getAttributes().get(EFFECT)).isEqualTo("delay,fault");
		assertThat(span.getAttributes().get(ATTACK)).isEqualTo(first + "," + second);
		assertThat(chaosEvents(span)).hasSize(2);
	}

	@Test
	void theSpanOfTheServerIsMarkedAndNotOneWithinIt() {
		application.attack(this.path + "?nested", "fault IllegalStateException");

		assertThat(serverSpan().getAttributes().get(EFFECT)).isEqualTo("fault");
		assertThat(chaosEvents(serverSpan())).containsExactly("chaos.fault");
		await(() -> spans().getFinishedSpanItems().stream().anyMatch((span) -> span.getKind() != SpanKind.SERVER));
		assertThat(spans().getFinishedSpanItems()).filteredOn((span) -> span.getKind() != SpanKind.SERVER)
			.allSatisfy((nested) -> {
				assertThat(nested.getAttributes().get(EFFECT)).isNull();
				assertThat(nested.getEvents()).isEmpty();
			});
	}

	@Test
	void aHaltedDelayDoesNotClaimTheFault() {
		application.configure("delay 30", "fault IllegalStateException");
		Thread halt = new Thread(() -> {
			while (application.engine().runningDelays() == 0) {
				Thread.onSpinWait();
			}
			application.engine().control().halt(null);
		});
		halt.start();

		HttpResponse<String> response = application.get(this.path);
		application.engine().control().resume(null);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(serverSpan().getAttributes().get(EFFECT)).isEqualTo("delay");
		assertThat(chaosEvents(serverSpan())).containsExactly("chaos.delay");
	}

	@Test
	void aHandlerOfObservationsThatFailsChangesNothing() {
		application.bean(Failing.class).handlerFails = true;

		HttpResponse<String> delayed = application.attack(this.path, "delay 1");
		HttpResponse<String> failed = application.attack(this.path, "fault IllegalStateException");

		assertThat(delayed.statusCode()).isEqualTo(200);
		assertThat(delayed.body()).isEqualTo("order");
		assertThat(failed.statusCode()).isEqualTo(409);
		assertThat(application.engine().runningDelays()).isZero();
	}

	@Test
	void theMetricsOfTheServerHaveTheTagsOfARealFailure() {
		MeterRegistry meters = application.bean(MeterRegistry.class);
		application.get("/unsafe?really=true");
		await(() -> timers(meters).size() == 1 && timers(meters).get(0).count() == 1);

		application.attack("/unsafe", "delay 1", "fault IllegalStateException");
		await(() -> timers(meters).stream().mapToLong(Timer::count).sum() == 2);

		assertThat(timers(meters)).as("one timer, and so the same tags").hasSize(1);
		assertThat(meters.find("http.server.requests.chaos.fault").counters())
			.as("events of observations are counted by Micrometer")
			.isNotEmpty();
	}

	private static List<Timer> timers(MeterRegistry meters) {
		return List.copyOf(meters.find("http.server.requests").tag("uri", "/unsafe").timers());
	}

	private InMemorySpanExporter spans() {
		return application.bean(Spans.class).exporter();
	}

	private SpanData serverSpan() {
		await(() -> findServerSpan().isPresent());
		return findServerSpan().orElseThrow();
	}

	private Optional<SpanData> findServerSpan() {
		return spans().getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.SERVER && span.getAttributes()
				.asMap()
				.values()
				.stream()
				.anyMatch((value) -> value.toString().startsWith(this.path)))
			.findFirst();
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static List<String> chaosEvents(SpanData span) {
		return span.getEvents().stream().map(EventData::getName).filter((name) -> name.startsWith("chaos")).toList();
	}

	private static long time(SpanData span, String event) {
		return span.getEvents()
			.stream()
			.filter((candidate) -> candidate.getName().equals(event))
			.findFirst()
			.orElseThrow()
			.getEpochNanos();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Application {

		@Bean
		Spans spans() {
			return new Spans(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter());
		}

		@Bean
		Failing failing() {
			return new Failing();
		}

		@Bean
		Filter nestedServletObservation(ObservationRegistry registry) {
			return (request, response, chain) -> {
				if (request.getParameter("nested") == null) {
					chain.doFilter(request, response);
					return;
				}
				Observation nested = Observation.start("nested", registry);
				try (Observation.Scope scope = nested.openScope()) {
					assertThat(scope.isNoop()).isFalse();
					chain.doFilter(request, response);
				}
				finally {
					nested.stop();
				}
			};
		}

		@Bean
		WebFilter nestedReactiveObservation(ObservationRegistry registry) {
			return (exchange, chain) -> {
				if (!exchange.getRequest().getQueryParams().containsKey("nested")) {
					return chain.filter(exchange);
				}
				return Mono.deferContextual((context) -> {
					Observation nested = Observation.createNotStarted("nested", registry)
						.parentObservation(context.get(ObservationThreadLocalAccessor.KEY))
						.start();
					return chain.filter(exchange)
						.doFinally((signal) -> nested.stop())
						.contextWrite((inner) -> inner.put(ObservationThreadLocalAccessor.KEY, nested));
				});
			};
		}

	}

	record Spans(InMemorySpanExporter exporter) {

	}

	/** A handler of observations. */
	static final class Failing implements ObservationHandler<Observation.Context> {

		private volatile boolean handlerFails;

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			if (this.handlerFails) {
				throw new IllegalStateException("no events today");
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return "order";
		}

		@GetMapping("/unsafe")
		String unsafe(@RequestParam(defaultValue = "false") boolean really) {
			if (really) {
				throw new IllegalStateException("really");
			}
			return "safe";
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.CONFLICT)
		String handle(IllegalStateException ex) {
			return "handled";
		}

	}

}
