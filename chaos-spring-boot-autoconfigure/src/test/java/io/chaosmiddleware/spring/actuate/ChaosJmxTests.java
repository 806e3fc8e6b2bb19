package io.chaosmiddleware.spring.actuate;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint {@code chaos} by JMX, in an application without any web.
 */
class ChaosJmxTests {

	private static final String DELAY = "{\"actions\":[{\"name\":\"delay\",\"value\":\"2\"}],\"duration\":\"1h\"}";

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private EndpointApplication application;

	private void start(String... properties) {
		List<String> all = new java.util.ArrayList<>(
				List.of("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*"));
		all.addAll(Arrays.asList(properties));
		this.application = new EndpointApplication("none", all);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private ObjectName name() throws Exception {
		return new ObjectName("org.springframework.boot:type=Endpoint,name=Chaos");
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> invoke(String operation, String... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, "java.lang.String");
		return (Map<String, Object>) this.server.invoke(name(), operation, arguments, signature);
	}

	private List<String> operations() throws Exception {
		return Arrays.stream(this.server.getMBeanInfo(name()).getOperations())
			.map(MBeanOperationInfo::getName)
			.sorted()
			.toList();
	}

	@Test
	void everyOperationIsThere() throws Exception {
		start("management.endpoint.chaos.access=unrestricted");
		AttackEngine engine = this.application.engine();

		assertThat(operations()).containsExactly("cancel", "cancelAll", "explain", "halt", "recent", "resume", "start",
				"status");
		String id = (String) invoke("start", DELAY).get("id");
		assertThat(engine.activeAttacks()).singleElement().satisfies((attack) -> assertThat(attack.id()).isEqualTo(id));
		assertThat(invoke("status")).containsEntry("state", "ACTIVE").containsKeys("attacks", "recent", "totals");
		assertThat(invoke("explain", "{\"path\":\"/orders\"}").get("verdicts").toString()).contains("verdict=injected");
		assertThat(invoke("halt")).containsEntry("state", "HALTED");
		assertThat(invoke("resume")).containsEntry("state", "ACTIVE");
		assertThat(invoke("cancel", id).get("cancelled").toString()).contains(id);
		invoke("start", DELAY);
		invoke("start", DELAY);
		assertThat((List<?>) invoke("cancelAll").get("cancelled")).hasSize(2);
		assertThat(engine.activeAttacks()).isEmpty();
	}

	@Test
	void failuresAreExceptionsThatEveryClientCanRead() throws Exception {
		start("management.endpoint.chaos.access=unrestricted", "chaos.middleware.attacks[0].actions[0].name=delay",
				"chaos.middleware.attacks[0].actions[0].value=1");

		failsWith(IllegalArgumentException.class, "start",
				"{\"actions\":[{\"name\":\"delay\",\"value\":\"soon\"}],\"duration\":\"25h\"}")
			.contains("$.duration: 'duration' may be at most 24h")
			.contains("$.actions[0].value: 'soon' is not a delay");
		failsWith(IllegalArgumentException.class, "explain", "{}").contains("$.path: 'path' is missing");
		failsWith(java.util.NoSuchElementException.class, "cancel", "nothing").contains("'nothing'");
		failsWith(IllegalStateException.class, "cancel", "properties-1").contains("the source 'properties'");
		assertThatExceptionOfType(ReflectionException.class).isThrownBy(
				() -> this.server.invoke(name(), "start", new Object[] { null }, new String[] { "java.lang.String" }));
	}

	private org.assertj.core.api.AbstractStringAssert<?> failsWith(Class<? extends Exception> type, String operation,
			String argument) {
		Throwable failure = org.assertj.core.api.Assertions.catchThrowable(() -> invoke(operation, argument));
		assertThat(failure).isInstanceOf(MBeanException.class).hasCauseExactlyInstanceOf(type);
		return assertThat(failure.getMessage());
	}

	@Test
	void onlyReadingByDefault() throws Exception {
		start();

		assertThat(operations()).containsExactly("explain", "recent", "status");
	}

	@Test
	void guardedEngineStartsNothing() throws Exception {
		start("management.endpoint.chaos.access=unrestricted", "spring.profiles.active=prod");

		failsWith(IllegalStateException.class, "start", DELAY).contains("'prod'");
	}

	@Test
	void nothingIsThereUnlessExposed() throws Exception {
		start("management.endpoints.jmx.exposure.exclude=chaos");

		assertThat(this.server.isRegistered(name())).isFalse();
		assertThat(this.application.context.getBeanNamesForType(ChaosOperations.class)).isEmpty();
	}

}
