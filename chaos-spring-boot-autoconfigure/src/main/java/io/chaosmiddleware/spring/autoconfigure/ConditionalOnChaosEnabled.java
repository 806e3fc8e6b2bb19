package io.chaosmiddleware.spring.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if {@code chaos.middleware.enabled} binds as {@code true}. A value that does
 * not bind stops start-up.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnChaosEnabledCondition.class)
@interface ConditionalOnChaosEnabled {

}
