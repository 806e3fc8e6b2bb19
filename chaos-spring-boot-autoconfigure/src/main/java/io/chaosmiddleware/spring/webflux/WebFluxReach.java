package io.chaosmiddleware.spring.webflux;

import java.util.List;

import io.chaosmiddleware.spring.mappings.AttackReach;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Knows whether Spring WebFlux serves requests. {@link AttackWebFilter} reaches all of
 * them, because it comes before every handler mapping.
 */
public final class WebFluxReach implements AttackReach {

	private final ListableBeanFactory beanFactory;

	/**
	 * Create the reach.
	 * @param beanFactory the context whose requests are attacked
	 */
	public WebFluxReach(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean reachesAnything() {
		// The bean is the DispatcherHandler or a WebHandler of the application.
		return List.of(this.beanFactory.getBeanNamesForType(WebHandler.class, true, false))
			.contains(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME);
	}

}
