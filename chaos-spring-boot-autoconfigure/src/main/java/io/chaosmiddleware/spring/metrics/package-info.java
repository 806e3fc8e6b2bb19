/**
 * Metrics by Micrometer: counters of what was done, and gauges of what is active.
 */
@NullMarked
package io.chaosmiddleware.spring.metrics;

import org.jspecify.annotations.NullMarked;
