package io.chaosmiddleware.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackAuthorizer;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.EngineState;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.context.AttackEngineLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wired when.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosAutoConfigurationTests extends EngineInAContext {

	@Test
	void theStarterAloneWiresNothing() {
		for (AbstractApplicationContextRunner<?, ?, ?> calm : List.of(new ApplicationContextRunner(),
				new WebApplicationContextRunner(), new ReactiveWebApplicationContextRunner())) {
			calm.withUserConfiguration(Application.class)
				.run((context) -> assertThat(ourBeans((ApplicationContext) context)).isEmpty());
			calm.withUserConfiguration(Application.class)
				.withPropertyValues("chaos.middleware.enabled=false", "chaos.middleware.attacks[0].nonsense=1")
				.run((context) -> assertThat(ourBeans((ApplicationContext) context)).isEmpty());
		}
	}

	private static List<String> ourBeans(ApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames()).filter((name) -> {
			Class<?> type = context.getType(name);
			return type != null && type.getName().startsWith("io.chaosmiddleware") && type != Application.class;
		}).toList();
	}

	@ParameterizedTest
	@CsvSource({ "prod,true", "production,true", "live,true", "PROD,true", "staging,false", "product,false" })
	void theMiddlewareStandsDownInAGuardedProfile(String profile, boolean guarded, CapturedOutput output) {
		this.runner.withPropertyValues("spring.profiles.active=" + profile).run((context) -> {
			assertThat(engine(context).state()).isEqualTo(guarded ? EngineState.GUARDED : EngineState.ACTIVE);
			if (guarded) {
				assertThat(output).contains("Chaos Middleware stands down: the profile '" + profile + "' is guarded",
						". It is ", "; without that: header attacks on, 0 attack(s) from properties");
				assertThat(decide(context, FAULT).resultHeader()).isEqualTo("fault;verdict=skipped;reason=guarded");
			}
		});
	}

	@Test
	void aGuardedProfileCanBeAllowed() {
		this.runner.withPropertyValues("spring.profiles.active=prod", "chaos.middleware.allow-in-guarded-profiles=true")
			.run((context) -> assertThat(engine(context).state()).isEqualTo(EngineState.ACTIVE));
	}

	@Test
	void theGuardedProfilesCanBeChosen() {
		this.runner.withPropertyValues("spring.profiles.active=prod", "chaos.middleware.guarded-profiles=gold")
			.run((context) -> assertThat(engine(context).state()).isEqualTo(EngineState.ACTIVE));
		this.runner.withPropertyValues("spring.profiles.active=gold", "chaos.middleware.guarded-profiles=gold,silver")
			.run((context) -> assertThat(engine(context).state()).isEqualTo(EngineState.GUARDED));
		this.runner.withPropertyValues("spring.profiles.default=prod")
			.run((context) -> assertThat(engine(context).state()).isEqualTo(EngineState.GUARDED));
	}

	@Test
	void everyAuthorizerMustAgreeAndOneThatFailsRefuses() {
		this.runner.withBean("one", AttackAuthorizer.class, () -> (request) -> true)
			.withBean("two", AttackAuthorizer.class, () -> (request) -> request.path().equals("/allowed"))
			.run((context) -> {
				assertThat(engine(context).decide(RequestView.of("GET", "/allowed", FAULT)).resultHeader())
					.startsWith("fault;verdict=injected");
				assertThat(engine(context).decide(RequestView.of("GET", "/other", FAULT)).resultHeader())
					.contains("unauthorized");
			});
		this.runner.withBean(AttackAuthorizer.class, () -> (request) -> {
			throw new IllegalStateException("broken");
		}).run((context) -> assertThat(decide(context, FAULT).resultHeader()).contains("unauthorized"));
	}

	@Test
	void aListenerIsToldAndOneThatFailsDisturbsNobody() {
		BlockingQueue<AttackEvent> events = new LinkedBlockingQueue<>();
		this.runner.withBean("failing", AttackListener.class, () -> (event) -> {
			throw new IllegalStateException("broken");
		}).withBean("working", AttackListener.class, () -> events::add).run((context) -> {
			engine(context).begin(decide(context, FAULT)).await();
			assertThat(events.poll(30, TimeUnit.SECONDS)).isInstanceOf(AttackEvent.Decided.class);
		});
	}

	@Test
	void aCustomizerHasTheLastWord() {
		this.runner.withBean(AttackEngineCustomizer.class, () -> (builder) -> builder.allowedFaults(List.of()))
			.run((context) -> assertThat(decide(context, FAULT).resultHeader())
				.isEqualTo("fault;verdict=injected;reason=fault-not-allowed"));
	}

	@Test
	void backsOffWhenTheUserHasAnEngine() {
		AttackEngine own = AttackEngine.builder().build();
		this.runner.withBean("own", AttackEngine.class, () -> own)
			.run((context) -> assertThat(context.getBean(AttackEngine.class)).isSameAs(own));
	}

	@Test
	void anEngineOfTheUserCanBeBuiltFromWhatThePropertiesSay() {
		this.runner.withUserConfiguration(OwnEngine.class)
			.withPropertyValues("spring.application.name=shop", "spring.profiles.active=prod")
			.run((context) -> {
				assertThat(engine(context).identity().application()).isEqualTo("shop");
				assertThat(engine(context).state()).isEqualTo(EngineState.GUARDED);
				assertThat(engine(context)).isSameAs(context.getBean("ownEngine"));
			});
	}

	@Test
	void whenTheContextStopsDelaysEndBeforeAnythingElse() {
		this.runner.run((context) -> {
			Performance injection = engine(context).begin(decide(context, document("delay 30")));
			AttackEngineLifecycle lifecycle = context.getBean(AttackEngineLifecycle.class);

			lifecycle.stop();

			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
			assertThat(injection.await().resultHeader()).isEqualTo("delay;verdict=skipped;reason=halted");
			assertThat(decide(context, FAULT).resultHeader()).isEqualTo("fault;verdict=skipped;reason=halted");
			lifecycle.start();
			assertThat(decide(context, FAULT).resultHeader()).isEqualTo("fault;verdict=injected");
		});
	}

	@Test
	void everythingEndsWithTheContext() {
		AttackEngine[] engine = new AttackEngine[1];
		this.runner.run((context) -> {
			engine[0] = engine(context);
			assertThat(engine[0].begin(decide(context, document("delay 30"))).decision().delay()).hasSeconds(30);
		});
		assertThat(engine[0].decide(RequestView.of("GET", "/", document("delay 1"))).resultHeader()).contains("halted");
	}

	@Test
	void startingUpSaysInOneLineWhoWeAre(CapturedOutput output) {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("chaos.middleware.enabled=true", "chaos.middleware.attack-loader=none");
		web.withPropertyValues("spring.application.name=shop", "chaos.middleware.application-env=test",
				"chaos.middleware.application-id=one")
			.run((context) -> assertThat(output)
				.contains("Chaos Middleware is enabled: application 'shop', environment 'test', instance one;"
						+ " header attacks on, 0 attack(s) from properties, attack loader off"));
		web.withPropertyValues("chaos.middleware.attack-loader=proofdock", "chaos.middleware.application-id=two",
				"chaos.middleware.header.token=secret")
			.run((context) -> assertThat(output)
				.contains("Chaos Middleware is enabled: no application name (see spring.application.name),"
						+ " no environment, instance two; header attacks with token, 0 attack(s) from properties,"
						+ " attack loader 'proofdock' idle, not configured"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEngine {

		@Bean
		AttackEngine ownEngine(AttackEngineBuilder builder) {
			return builder.build();
		}

	}

}
