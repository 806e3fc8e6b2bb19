package io.chaosmiddleware.spring.contract;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import javax.management.ObjectName;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.engine.AttackAuthorizer;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.spring.autoconfigure.AttackEngineCustomizer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What parent and child contexts have to do with each other: guards, identity and limits
 * are those of the context that serves the request.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private static final String FAULT = "fault java.lang.IllegalStateException";

	// or else nobody knows which server the management port is to have
	private static final String OTHER_SERVERS = String.join(",",
			"org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
			"org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
			"org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
			"org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration");

	// what may be done at endpoints is up to the parent: Spring Boot's children ask there
	private static final String[] OF_THE_PARENT = { "spring.application.name=parent",
			"management.endpoint.chaos.access=unrestricted", "chaos.middleware.attacks[0].actions[0].name=fault",
			"chaos.middleware.attacks[0].actions[0].value=java.lang.IllegalStateException",
			"chaos.middleware.attacks[0].target.application=parent" };

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void aChildWithAGuardedProfileStandsDownWhateverItsParentDoes(TestServer server) {
		try (TestApplication parent = TestApplication.startWithoutServer(Parent.class, OF_THE_PARENT);
				TestApplication child = parent.startChild(server, ContractApplication.class,
						"spring.profiles.active=prod", "management.endpoints.web.exposure.include=chaos")) {
			HttpResponse<String> answer = child.attack("/orders/1", FAULT);

			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().firstValue(AttackEngine.RESULT_HEADER))
				.hasValue("fault;verdict=skipped;reason=guarded");
			assertThat(child.get("/orders/1").statusCode()).as("not by the parent's properties").isEqualTo(200);
			assertThat(child.get("/actuator/chaos").body()).contains("\"state\":\"GUARDED\"");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	@SuppressWarnings("try")
	void siblingsAreAttackedOnTheirOwn(TestServer server, CapturedOutput output) throws Exception {
		String[] exposed = { "management.endpoints.web.exposure.include=chaos", "management.server.port=0",
				"management.endpoints.jmx.exposure.include=chaos", "spring.jmx.enabled=true",
				"spring.application.name=child", "spring.autoconfigure.exclude=" + OTHER_SERVERS };
		try (TestApplication parent = TestApplication.startWithoutServer(Parent.class, OF_THE_PARENT);
				TestApplication one = parent.startChild(server, ContractApplication.class, exposed);
				TestApplication other = parent.startChild(server, ContractApplication.class, exposed);
				TestApplication off = parent.startChild(server, ContractApplication.class,
						"chaos.middleware.enabled=false")) {
			assertThat(other.attack("/orders/1", FAULT).statusCode()).isEqualTo(409);
			HttpResponse<String> calm = off.attack("/orders/1", FAULT);
			assertThat(calm.statusCode()).isEqualTo(200);
			assertThat(calm.headers().firstValue(AttackEngine.RESULT_HEADER)).as("off is off").isEmpty();

			HttpResponse<String> started = start(one);

			assertThat(started.statusCode()).isEqualTo(201);
			assertThat(one.get("/orders/1").statusCode()).as("by its management port").isEqualTo(409);
			assertThat(other.get("/orders/1").statusCode()).isEqualTo(200);
			assertThat(other.attack("/refused", FAULT).headers().firstValue(AttackEngine.RESULT_HEADER))
				.as("an authorizer of the parent restricts its children too")
				.hasValue("attack;verdict=refused;reason=unauthorized");
			assertThat(ManagementFactory.getPlatformMBeanServer()
				.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Chaos,*"), null)).hasSize(2);
			MeterRegistry registry = parent.bean(MeterRegistry.class);
			assertThat(registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isEqualTo(1);
			one.close();
			assertThat(registry.get("chaos.attacks.active").tag("source", "endpoint").gauge().value()).isZero();
			assertThat(other.engine().identity().application()).as("customizers are those of the context")
				.isEqualTo("child");
			assertThat(output).contains("application 'somebody else'").contains("application 'child'");
		}
	}

	// on WebFlux Spring Boot starts no web application below another one
	@Test
	void aWebParentDoesNotAttackItsChildren() {
		try (TestApplication parent = TestApplication.start(TestServer.TOMCAT, ContractApplication.class);
				TestApplication child = parent.startChild(TestServer.TOMCAT, OwnMvc.class,
						"chaos.middleware.enabled=false")) {
			parent.configure(FAULT);

			assertThat(parent.get("/orders/1").statusCode()).isEqualTo(409);
			assertThat(child.get("/orders/1").statusCode()).isEqualTo(200);
			HttpResponse<String> calm = child.attack("/orders/1", FAULT);
			assertThat(calm.statusCode()).isEqualTo(200);
			assertThat(calm.headers().firstValue(AttackEngine.RESULT_HEADER)).isEmpty();
		}
	}

	@Test
	void aWebChildOfAWebParentDecidesForItself() {
		try (TestApplication parent = TestApplication.start(TestServer.TOMCAT, ContractApplication.class);
				TestApplication child = parent.startChild(TestServer.TOMCAT, OwnMvc.class);
				TestApplication bare = parent.startChild(TestServer.TOMCAT, MappingsOfTheParent.class)) {
			child.configure(FAULT);

			assertThat(child.get("/orders/1").statusCode()).isEqualTo(409);
			assertThat(parent.get("/orders/1").statusCode()).isEqualTo(200);
			assertThat(bare.get("/orders/1").statusCode()).isEqualTo(200);
			assertThat(bare.attack("/orders/1", FAULT).headers().firstValue(AttackEngine.RESULT_HEADER))
				.hasValue("fault;verdict=injected");
			assertThat(bare.engine().totals().injected().get(EffectType.FAULT)).as("by its own engine").isOne();
		}
	}

	private static HttpResponse<String> start(TestApplication application) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI
					.create("http://127.0.0.1:" + application.property("local.management.port") + "/actuator/chaos"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(document("fault java.lang.IllegalStateException")))
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parent {

		// by another name than ours, which it must not be mistaken for
		@Bean
		AttackEngine ownEngine(AttackEngineBuilder builder) {
			return builder.build();
		}

		@Bean
		AttackEngineCustomizer renaming() {
			return (builder) -> builder.identity(new ApplicationIdentity("somebody else", null, "parent"));
		}

		@Bean
		AttackAuthorizer sparing() {
			return (request) -> !request.path().equals("/refused");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MappingsOfTheParent {

		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebMvc
	@Import(ContractApplication.OrderController.class)
	static class OwnMvc {

		// Spring Boot makes none where a parent has one
		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

	}

}
