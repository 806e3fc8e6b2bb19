package io.chaosmiddleware.spring.webflux;

import java.util.List;

import io.chaosmiddleware.spring.web.DispatcherBeans;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.handler.WebHandlerDecorator;

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
	 * Return whether this context serves the requests that a handler gets.
	 */
	boolean serves(HttpHandler handler) {
		ApplicationContext other = (handler instanceof HttpWebHandlerAdapter adapter) ? adapter.getApplicationContext()
				: null;
		return other == null || other == this.context;
	}

	/**
	 * Return whether a handler passes requests on to a {@link DispatcherHandler}. This is
	 * assumed if the handler decorates one, or if it replaces one that the application
	 * declares.
	 */
	boolean dispatches(WebHandler handler) {
		WebHandler innermost = handler;
		while (innermost instanceof WebHandlerDecorator decorator) {
			innermost = decorator.getDelegate();
		}
		return innermost instanceof DispatcherHandler || declaresDispatcher();
	}

	// If a BeanPostProcessor has replaced the bean, its definition still has the original
	// type.
	private boolean declaresDispatcher() {
		if (!(this.context.getAutowireCapableBeanFactory() instanceof ConfigurableBeanFactory factory)) {
			return false;
		}
		try {
			ResolvableType type = factory.getMergedBeanDefinition(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME)
				.getResolvableType();
			return DispatcherHandler.class.isAssignableFrom(type.toClass());
		}
		catch (NoSuchBeanDefinitionException ex) {
			return false;
		}
	}

	/**
	 * Find the beans of a type in the same way and order as the dispatcher handler does.
	 */
	<T> List<T> find(Class<T> type) {
		return DispatcherBeans.find(this.context, type);
	}

}
