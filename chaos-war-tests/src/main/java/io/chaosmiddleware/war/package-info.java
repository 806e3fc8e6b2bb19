/**
 * An application as people deploy it to a servlet container of their own.
 */
@NullMarked
package io.chaosmiddleware.war;

import org.jspecify.annotations.NullMarked;
