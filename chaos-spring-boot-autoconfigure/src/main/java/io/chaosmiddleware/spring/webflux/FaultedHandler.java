package io.chaosmiddleware.spring.webflux;

/**
 * A handler that is to fail instead of being called.
 *
 * @param handler the handler that the application has for the request
 * @param fault what it fails with
 */
record FaultedHandler(Object handler, Throwable fault) {

}
