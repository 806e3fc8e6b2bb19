/**
 * The adapter to Spring MVC: incoming and blocking.
 */
@NullMarked
package io.chaosmiddleware.spring.servlet;

import org.jspecify.annotations.NullMarked;
