/**
 * Reading JSON with reasons: what is wrong with a document, where, and what would be
 * right.
 */
@NullMarked
package io.chaosmiddleware.document;

import org.jspecify.annotations.NullMarked;
