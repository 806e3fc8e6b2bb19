/**
 * Common parts of the adapters of incoming requests: which requests are never attacked,
 * how the beans of Spring's dispatchers are found, how an attacked request appears in
 * traces, in the log and in its response, and how its steps are performed without
 * blocking a thread.
 */
@NullMarked
package io.chaosmiddleware.spring.web;

import org.jspecify.annotations.NullMarked;
