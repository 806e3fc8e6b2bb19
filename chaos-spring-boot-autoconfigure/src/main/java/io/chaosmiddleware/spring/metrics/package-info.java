/**
 * Metrics by Micrometer: how much chaos there was, and how much there is.
 */
@NullMarked
package io.chaosmiddleware.spring.metrics;

import org.jspecify.annotations.NullMarked;
