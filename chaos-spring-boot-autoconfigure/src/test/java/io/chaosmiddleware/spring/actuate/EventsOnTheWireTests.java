package io.chaosmiddleware.spring.actuate;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events reach Spring's listeners and the audit, and whoever listens cannot harm a
 * request.
 */
@Timeout(60)
class EventsOnTheWireTests {

	private static final String FAULT = "{\"actions\":[{\"name\":\"fault\",\"value\":\"IllegalStateException\","
			+ "\"route\":\"/orders\"}],\"duration\":\"1h\"}";

	private static final String[] PROPERTIES = { "management.endpoint.chaos.access=unrestricted",
			"management.endpoints.web.exposure.include=*", "chaos.middleware.attacks[0].actions[0].name=delay",
			"chaos.middleware.attacks[0].actions[0].value=1", "chaos.middleware.attacks[0].actions[0].route=/never" };

	// Without Spring Security the auto-configuration of Spring Boot 4.1.1 fails.
	private static final String WITHOUT_SECURITY = "spring.autoconfigure.exclude="
			+ AuditAutoConfiguration.class.getName();

	private static EndpointApplication start(String type, Class<?>... configurations) {
		List<String> properties = new ArrayList<>(List.of(PROPERTIES));
		properties.add(WITHOUT_SECURITY);
		return new EndpointApplication(type, properties, configurations);
	}

	private static Answer post(EndpointApplication application, String subPath, @Nullable String body) {
		return application.management("POST", "/actuator/chaos" + subPath,
				(body != null) ? body.getBytes(StandardCharsets.UTF_8) : null, "Content-Type", "application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void applicationEventsTellWhatHappened(String type) throws InterruptedException {
		try (EndpointApplication application = start(type, Alice.class, Collector.class)) {
			BlockingQueue<AttackEvent> events = application.context.getBean(Collector.class).events;
			assertThat(next(events, AttackEvent.Started.class).attack().source())
				.as("started before anybody could listen")
				.isEqualTo(AttackSource.PROPERTIES);

			String id = post(application, "", FAULT).json().path("id").asString();
			AttackEvent.Started started = next(events, AttackEvent.Started.class);
			assertThat(started.attack().id()).isEqualTo(id);
			assertThat(started.attack().expiry()).isEqualTo(started.attack().start().plus(Duration.ofHours(1)));
			assertThat(started.attack().operator()).hasToString("alice (127.0.0.1, HTTP)");

			application.main("GET", "/orders");
			assertThat(next(events, AttackEvent.Decided.class).outcome().fault())
				.isInstanceOf(IllegalStateException.class);
			application.main("GET", "/orders", "x-proofdock-attack", "nonsense");
			assertThat(next(events, AttackEvent.Decided.class).decision().principal()).isEqualTo("alice");

			post(application, "", "nonsense");
			assertThat(next(events, AttackEvent.StartRefused.class).operator()).hasToString("alice (127.0.0.1, HTTP)");
			application.management("DELETE", "/actuator/chaos/" + id, null);
			assertThat(next(events, AttackEvent.Ended.class).cause()).isEqualTo(AttackEvent.Cause.CANCELLED);
			post(application, "/halt", null);
			assertThat(next(events, AttackEvent.Halted.class).operator()).isNotNull();
			post(application, "/resume", null);
			assertThat(next(events, AttackEvent.Resumed.class).operator()).isNotNull();
		}
	}

	private static <T extends AttackEvent> T next(BlockingQueue<AttackEvent> events, Class<T> type)
			throws InterruptedException {
		AttackEvent event = events.poll(30, TimeUnit.SECONDS);
		assertThat(event).isInstanceOf(type);
		return type.cast(event);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theAuditTellsWhoDidWhat(String type) throws InterruptedException {
		try (EndpointApplication application = start(type, Alice.class, Audit.class)) {
			BlockingQueue<AuditEvent> events = application.context.getBean(Audit.class).events;
			assertThat(events.poll(30, TimeUnit.SECONDS)).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_ATTACK_STARTED", "");

			post(application, "", "nonsense");
			AuditEvent refused = events.poll(30, TimeUnit.SECONDS);
			assertThat(refused).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_ATTACK_REFUSED", "alice");
			assertThat(refused.getData().toString()).contains("not-json")
				.contains("by={channel=http, principal=alice, address=127.0.0.1}");

			String id = post(application, "", FAULT).json().path("id").asString();
			AuditEvent started = events.poll(30, TimeUnit.SECONDS);
			assertThat(started).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_ATTACK_STARTED", "alice");
			assertThat(started.getData()).containsEntry("id", id).containsKeys("source", "expiry", "actions", "by");

			application.main("GET", "/orders");
			application.main("GET", "/orders", "x-proofdock-attack", "nonsense");
			application.main("GET", "/orders", "x-proofdock-attack", document("fault x"));
			AuditEvent attacked = events.poll(30, TimeUnit.SECONDS);
			assertThat(attacked).as("neither configured attacks nor refused headers")
				.extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_HEADER_ATTACK", "alice");
			assertThat(attacked.getData()).isEqualTo(Map.of("method", "GET", "path", "/orders", "result",
					"fault;verdict=injected;reason=fault-not-located"));

			post(application, "/halt", null);
			assertThat(events.poll(30, TimeUnit.SECONDS)).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_HALTED", "alice");
			post(application, "/resume", null);
			assertThat(events.poll(30, TimeUnit.SECONDS)).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_RESUMED", "alice");
			application.management("DELETE", "/actuator/chaos/" + id, null);
			AuditEvent ended = events.poll(30, TimeUnit.SECONDS);
			assertThat(ended).extracting(AuditEvent::getType, AuditEvent::getPrincipal)
				.containsExactly("CHAOS_ATTACK_ENDED", "alice");
			assertThat(ended.getData()).containsEntry("id", id)
				.containsEntry("cause", "cancelled")
				.containsEntry("hits", 2L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void listenersThatBlockOrThrowNeitherSlowNorFailARequest(String type) throws Exception {
		try (EndpointApplication application = start(type, Blocking.class, Throwing.class, Collector.class)) {
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				answers.add(application.mainLater("/orders", "x-proofdock-attack", document("fault x /elsewhere")));
			}
			for (CompletableFuture<HttpResponse<String>> answer : answers) {
				HttpResponse<String> response = answer.get(30, TimeUnit.SECONDS);
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.body()).isEqualTo("orders");
			}

			assertThat(application.context.getBean(Blocking.class).blocked.await(30, TimeUnit.SECONDS)).isTrue();
			BlockingQueue<AttackEvent> others = application.context.getBean(Collector.class).events;
			for (int i = 0; i < 201; i++) {
				assertThat(others.poll(30, TimeUnit.SECONDS)).isNotNull();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void springListenersThatThrowOrBlockKeepNoApplicationFromStarting(String type) {
		try (EndpointApplication application = start(type, ThrowingSpringListener.class, Blocking.class)) {
			assertThat(application.engine().activeAttacks()).as("told of at the start").hasSize(1);
			assertThat(application.main("GET", "/orders").status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void aStartWhileGuardedIsToldOfAsARefusal(String type) throws InterruptedException {
		List<String> properties = new ArrayList<>(List.of(PROPERTIES));
		properties.addAll(List.of(WITHOUT_SECURITY, "spring.profiles.active=prod"));
		try (EndpointApplication application = new EndpointApplication(type, properties, Alice.class,
				Collector.class)) {
			assertThat(post(application, "", FAULT).status()).isEqualTo(409);

			AttackEvent.StartRefused refused = next(application.context.getBean(Collector.class).events,
					AttackEvent.StartRefused.class);
			assertThat(refused.problems()).singleElement()
				.hasToString("$: the middleware stands down: the profile 'prod' is guarded;"
						+ " see chaos.middleware.allow-in-guarded-profiles (guarded)");
			assertThat(refused.operator()).hasToString("alice (127.0.0.1, HTTP)");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theAuditCanBeSwitchedOff(String type) {
		try (EndpointApplication application = new EndpointApplication(type,
				List.of("management.auditevents.enabled=false"))) {
			assertThat(application.context.containsBean("auditAttackListener")).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Collector {

		final BlockingQueue<AttackEvent> events = new LinkedBlockingQueue<>();

		@EventListener
		void on(AttackEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingSpringListener {

		@EventListener
		void on(AttackEvent event) {
			throw new IllegalStateException("the pager is down");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Audit {

		final BlockingQueue<AuditEvent> events = new LinkedBlockingQueue<>();

		@Bean
		AuditListener auditListener() {
			return new AuditListener(new InMemoryAuditEventRepository() {

				@Override
				public void add(AuditEvent event) {
					super.add(event);
					Audit.this.events.add(event);
				}

			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Blocking {

		final CountDownLatch blocked = new CountDownLatch(1);

		@Bean
		AttackListener blockingAttackListener() {
			return (event) -> {
				this.blocked.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Throwing {

		@Bean
		AttackListener throwingAttackListener() {
			return (event) -> {
				throw new StackOverflowError();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Alice {

		private static final Principal ALICE = () -> "alice";

		@Bean
		@ConditionalOnWebApplication(type = Type.SERVLET)
		@Order(Ordered.HIGHEST_PRECEDENCE)
		Filter authentication() {
			return (request, response, chain) -> chain
				.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public Principal getUserPrincipal() {
						return ALICE;
					}

				}, response);
		}

		@Bean
		@ConditionalOnWebApplication(type = Type.REACTIVE)
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter reactiveAuthentication() {
			return (exchange, chain) -> chain.filter(new Authenticated(exchange));
		}

	}

	private static final class Authenticated extends ServerWebExchangeDecorator {

		Authenticated(ServerWebExchange exchange) {
			super(exchange);
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T extends Principal> Mono<T> getPrincipal() {
			return Mono.just((T) Alice.ALICE);
		}

	}

}
