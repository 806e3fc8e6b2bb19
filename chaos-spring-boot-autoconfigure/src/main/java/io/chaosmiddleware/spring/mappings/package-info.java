/**
 * Compares the routes and faults of attacks with the application, so that misspelt ones
 * are noticed.
 */
@NullMarked
package io.chaosmiddleware.spring.mappings;

import org.jspecify.annotations.NullMarked;
