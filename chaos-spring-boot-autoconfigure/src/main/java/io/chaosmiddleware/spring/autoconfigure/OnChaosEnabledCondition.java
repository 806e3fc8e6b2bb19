package io.chaosmiddleware.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Reads {@code chaos.middleware.enabled} in the same way as {@link ChaosProperties},
 * where {@code yes}, {@code on} and {@code 1} also mean {@code true}.
 */
class OnChaosEnabledCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled;
		try {
			enabled = Boolean.TRUE.equals(ChaosPropertiesCheck.enabled(context.getEnvironment()));
		}
		catch (BindException ex) {
			if (context.getBeanFactory() != null) {
				ChaosPropertiesCheck.run(context.getEnvironment(), context.getBeanFactory());
			}
			throw ex;
		}
		return new ConditionOutcome(enabled, ConditionMessage.forCondition(ConditionalOnChaosEnabled.class)
			.because("'chaos.middleware.enabled' is " + (enabled ? "true" : "not true")));
	}

}
