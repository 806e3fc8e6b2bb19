package io.chaosmiddleware.spring.webflux;

import java.util.List;

import io.chaosmiddleware.spring.web.DispatcherBeans;

import org.springframework.context.ApplicationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The application context whose requests are attacked. Its beans are also used by other
 * contexts: that of a separate management port, and child contexts.
 *
 * @param context the context
 */
record ServingContext(ApplicationContext context) {

	/**
	 * Return whether this context serves a request.
	 */
	boolean serves(ServerWebExchange exchange) {
		ApplicationContext other = exchange.getApplicationContext();
		return other == null || other == this.context;
	}

	/**
	 * Find the beans of a type in the same way and order as the dispatcher handler does.
	 */
	<T> List<T> find(Class<T> type) {
		return DispatcherBeans.find(this.context, type);
	}

}
