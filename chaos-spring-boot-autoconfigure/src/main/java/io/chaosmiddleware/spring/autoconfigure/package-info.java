/**
 * Configuration properties and auto-configurations. This is the only package with bean
 * methods, and the classes of its beans are in the packages of their subjects.
 */
@NullMarked
package io.chaosmiddleware.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
