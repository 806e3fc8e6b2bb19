/**
 * Properties and conditions: what is wired when. The only package with bean methods.
 */
@NullMarked
package io.chaosmiddleware.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
