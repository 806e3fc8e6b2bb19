package io.chaosmiddleware.spring.webflux;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.web.server.ServerWebExchange;

/**
 * The application context whose requests are attacked. Its beans serve other contexts
 * too: those of a separate management port, and of children.
 *
 * @param context the context
 */
record ServingContext(ApplicationContext context) {

	/**
	 * Whether a request is one of this context.
	 */
	boolean serves(ServerWebExchange exchange) {
		ApplicationContext other = exchange.getApplicationContext();
		return other == null || other == this.context;
	}

	/**
	 * Find the beans of a type as the dispatcher does, in its order.
	 */
	<T> List<T> find(Class<T> type) {
		List<T> beans = new ArrayList<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, type, true, false).values());
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

}
