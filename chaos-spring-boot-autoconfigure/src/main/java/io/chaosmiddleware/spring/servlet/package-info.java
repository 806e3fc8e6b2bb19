/**
 * Attacks on incoming requests of Spring MVC.
 */
@NullMarked
package io.chaosmiddleware.spring.servlet;

import org.jspecify.annotations.NullMarked;
