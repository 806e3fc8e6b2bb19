/**
 * What the adapters of incoming requests have in common: how an attacked request shows in
 * traces, in the log and in its answer.
 */
@NullMarked
package io.chaosmiddleware.spring.web;

import org.jspecify.annotations.NullMarked;
