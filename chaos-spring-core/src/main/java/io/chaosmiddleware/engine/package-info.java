/**
 * The engine, which decides, performs and reports what is done to requests; the active
 * attacks; and the interfaces that applications can implement.
 */
@NullMarked
package io.chaosmiddleware.engine;

import org.jspecify.annotations.NullMarked;
