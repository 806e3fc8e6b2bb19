/**
 * Micrometer metrics: counters of what happened, and gauges of current attacks and
 * delays.
 */
@NullMarked
package io.chaosmiddleware.spring.metrics;

import org.jspecify.annotations.NullMarked;
