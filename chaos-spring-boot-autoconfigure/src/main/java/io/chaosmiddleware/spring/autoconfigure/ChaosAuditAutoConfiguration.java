package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.actuate.ChaosAudit;
import io.chaosmiddleware.spring.context.DeferredAttackListener;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator's audit events, under the actuator's own switch.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnOwnEngine
@ConditionalOnBooleanProperty(name = "management.auditevents.enabled", matchIfMissing = true)
public final class ChaosAuditAutoConfiguration {

	@Bean
	DeferredAttackListener auditAttackListener(ApplicationContext context) {
		return new DeferredAttackListener(context, new ChaosAudit(context));
	}

}
