package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.WithoutWaiting;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.Decision;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class ChaosRuntimeHintsTests {

	static Stream<String> faults() {
		return ChaosRuntimeHints.FAULTS.stream();
	}

	static Stream<String> presentFaults() {
		return faults().filter((fault) -> ClassUtils.isPresent(fault, null));
	}

	@ParameterizedTest
	@MethodSource("presentFaults")
	void theConstructorsOfCommonFaultsAreKept(String fault) {
		RuntimeHints hints = new RuntimeHints();

		new ChaosRuntimeHints().registerHints(hints, getClass().getClassLoader());

		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(fault))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@ParameterizedTest
	@MethodSource("presentFaults")
	void whatIsKeptCanBeInjected(String fault) {
		AttackEngine engine = AttackEngine.builder()
			.allowedFaults(List.of("java.**", "org.springframework.**"))
			.build();

		Decision decision = engine.decide(RequestView.of("GET", "/", document("fault " + fault)));

		assertThat(WithoutWaiting.perform(engine.begin(decision)).fault()).isNotNull()
			.extracting((ex) -> ex.getClass().getName())
			.isEqualTo(fault);
	}

	@Test
	void explainedRequestsAreKept() {
		RuntimeHints hints = new RuntimeHints();

		new ChaosRuntimeHints().registerHints(hints, getClass().getClassLoader());

		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(HttpServletRequest.class)).accepts(hints);
	}

	@Test
	void classesThatAreNotThereAreLeftOut() {
		RuntimeHints hints = new RuntimeHints();

		new ChaosRuntimeHints().registerHints(hints, new ClassLoader(ClassLoader.getPlatformClassLoader()) {
		});

		assertThat(hints.proxies().jdkProxyHints()).isEmpty();
		assertThat(hints.reflection().typeHints()).isNotEmpty()
			.noneMatch((hint) -> hint.getType().getName().startsWith("org.springframework."));
	}

	@Test
	void theAutoConfigurationContributesThem() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("chaos.middleware.enabled", "true")));
			context.register(ChaosAutoConfiguration.class);
			TestGenerationContext generation = new TestGenerationContext();

			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);

			assertThat(RuntimeHintsPredicates.reflection()
				.onType(SocketTimeoutException.class)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(generation.getRuntimeHints());
			assertThat(RuntimeHintsPredicates.reflection().onType(ChaosProperties.Limits.class))
				.accepts(generation.getRuntimeHints());
		}
	}

}
