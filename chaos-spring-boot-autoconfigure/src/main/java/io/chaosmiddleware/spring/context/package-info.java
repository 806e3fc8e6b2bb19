/**
 * The engine in an application context: it starts and stops with the context, and its
 * events reach the beans of the context.
 */
@NullMarked
package io.chaosmiddleware.spring.context;

import org.jspecify.annotations.NullMarked;
