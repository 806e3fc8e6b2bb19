/**
 * The integration with Spring Boot Actuator: the {@code chaos} endpoint, health and audit
 * events.
 */
@NullMarked
package io.chaosmiddleware.spring.actuate;

import org.jspecify.annotations.NullMarked;
