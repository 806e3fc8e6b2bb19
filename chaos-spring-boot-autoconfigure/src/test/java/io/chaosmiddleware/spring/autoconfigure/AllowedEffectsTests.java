package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties that allow only some effects, and how slow a throttle may be.
 */
class AllowedEffectsTests extends EngineInAContext {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"effects=delay,dealy|effects: 'dealy' is not an effect; use 'delay', 'fault', 'status', 'disconnect', 'throttle', 'truncate' or 'corrupt'",
			"header.effects=Delay|header.effects: 'Delay' is not an effect; use 'delay', 'fault',",
			"limits.min-throttle=0B|limits.min-throttle: must be positive",
			"limits.min-throttle=slow|limits.min-throttle: 'slow' is not a size, such as" })
	void aWrongValueStopsStartUpWithAMessage(String property, String message) {
		this.runner.withPropertyValues("chaos.middleware." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContaining("chaos.middleware." + message));
	}

	@Test
	void anAttackInPropertiesThatIsNotAllowedStopsStartUp() {
		this.runner
			.withPropertyValues("chaos.middleware.effects=delay, throttle", "chaos.middleware.limits.min-throttle=2KB",
					"chaos.middleware.attacks[0].actions[0].name=delay",
					"chaos.middleware.attacks[0].actions[0].value=1",
					"chaos.middleware.attacks[0].actions[1].name=disconnect",
					"chaos.middleware.attacks[0].actions[1].value=reset",
					"chaos.middleware.attacks[0].actions[2].name=throttle",
					"chaos.middleware.attacks[0].actions[2].value=2047B/s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChaosPropertiesException.class)
				.hasMessageContainingAll(
						"chaos.middleware.attacks[0].actions[1].name: the effect 'disconnect' is not allowed here;"
								+ " see 'chaos.middleware.effects'",
						"chaos.middleware.attacks[0].actions[2].value: a bandwidth is at least 2KB/s;"
								+ " see 'limits.min-throttle'")
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("actions[0]")));
	}

	@Test
	void whatIsSetForHeadersIsTakenOfWhatIsAllowedAtAll() {
		this.runner
			.withPropertyValues("chaos.middleware.effects=delay,status", "chaos.middleware.header.effects=status,fault")
			.run((context) -> assertThat(
					decide(context, document("delay 1", "fault java.io.IOException", "status 503")).resultHeader())
				.isEqualTo("delay;verdict=refused;reason=effect-not-allowed, "
						+ "fault;verdict=refused;reason=effect-not-allowed, status;verdict=injected;status=503"));
	}

	@Test
	void anEmptyListAllowsNothing() {
		this.runner.withPropertyValues("chaos.middleware.header.effects=")
			.run((context) -> assertThat(decide(context, document("delay 1")).resultHeader())
				.isEqualTo("delay;verdict=refused;reason=effect-not-allowed"));
	}

	@Test
	void anOwnLoaderIsBoundToo() {
		this.runner.withUserConfiguration(OwnLoader.class)
			.withPropertyValues("chaos.middleware.attack-loader=ownLoader", "chaos.middleware.effects=delay")
			.run((context) -> {
				LoaderInAContext.await(() -> !engine(context).activeAttacks().isEmpty());
				assertThat(engine(context).activeAttacks().get(0).attack().actions().get(0)).isInstanceOfSatisfying(
						Action.Refused.class,
						(refused) -> assertThat(refused.reason()).hasToString("effect-not-allowed"));
				assertThat(engine(context).decide(RequestView.of("GET", "/orders", null)).verdicts())
					.extracting(Object::toString)
					.containsExactly("disconnect;verdict=refused;reason=effect-not-allowed",
							"delay;verdict=injected;seconds=1");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLoader {

		@Bean
		AttackLoader ownLoader() {
			return () -> List
				.of(new AttackParser(AttackLimits.OPERATOR).parse(document("disconnect reset", "delay 1")));
		}

	}

}
