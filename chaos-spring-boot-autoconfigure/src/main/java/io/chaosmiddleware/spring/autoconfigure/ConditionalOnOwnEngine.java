package io.chaosmiddleware.spring.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.chaosmiddleware.engine.AttackEngine;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;

/**
 * Matches if the application context has an engine of its own. The engine of a parent
 * context does not match, because the guards and limits of this context do not apply to
 * it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnBean(value = { AttackEngine.class, ChaosProperties.class }, search = SearchStrategy.CURRENT)
@interface ConditionalOnOwnEngine {

}
