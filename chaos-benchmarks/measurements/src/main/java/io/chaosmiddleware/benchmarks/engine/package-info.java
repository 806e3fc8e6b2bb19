/**
 * What the engine costs, by JMH.
 */
package io.chaosmiddleware.benchmarks.engine;
