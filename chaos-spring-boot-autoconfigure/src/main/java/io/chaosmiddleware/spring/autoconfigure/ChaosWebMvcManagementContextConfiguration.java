package io.chaosmiddleware.spring.autoconfigure;

import io.chaosmiddleware.spring.actuate.ChaosEndpoint;
import io.chaosmiddleware.spring.actuate.ChaosHttpCalls;
import io.chaosmiddleware.spring.actuate.ChaosOperations;
import io.chaosmiddleware.spring.actuate.ChaosWebMvcHandlerMapping;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.util.Assert;

/**
 * Maps the calls of the endpoint {@code chaos} on Spring MVC, on whichever port the
 * actuator is.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean({ DispatcherServlet.class, ChaosOperations.class, PathMappedEndpoints.class })
public final class ChaosWebMvcManagementContextConfiguration {

	// It is not a default candidate, because applications that inject the mapping by its
	// type would find two.
	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(endpoint = ChaosEndpoint.class, exposure = EndpointExposure.WEB)
	ChaosWebMvcHandlerMapping chaosEndpointHandlerMapping(ChaosOperations operations, PathMappedEndpoints endpoints,
			CorsEndpointProperties cors) {
		String path = endpoints.getPath(EndpointId.of(ChaosEndpoint.ID));
		Assert.state(path != null, "The endpoint has no path");
		return new ChaosWebMvcHandlerMapping(new ChaosHttpCalls(operations, cors.toCorsConfiguration()), path);
	}

}
