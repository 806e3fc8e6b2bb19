/**
 * Reading JSON documents, with problems that say what is wrong, where it is, and how to
 * correct it.
 */
@NullMarked
package io.chaosmiddleware.document;

import org.jspecify.annotations.NullMarked;
