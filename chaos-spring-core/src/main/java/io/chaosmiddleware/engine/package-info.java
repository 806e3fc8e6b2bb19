/**
 * Choose, target, roll, decide, perform, report; the active attacks; the seams for users.
 */
@NullMarked
package io.chaosmiddleware.engine;

import org.jspecify.annotations.NullMarked;
