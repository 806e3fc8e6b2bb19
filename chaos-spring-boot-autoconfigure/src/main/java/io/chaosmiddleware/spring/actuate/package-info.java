/**
 * The actuator integration: health, and the endpoint that shows and commands chaos.
 */
@NullMarked
package io.chaosmiddleware.spring.actuate;

import org.jspecify.annotations.NullMarked;
