/**
 * The connections of requests with their clients, for each server that can break them. It
 * is the only package that knows what a server looks like inside, and knows none of the
 * others.
 */
@NullMarked
package io.chaosmiddleware.spring.server;

import org.jspecify.annotations.NullMarked;
