package io.chaosmiddleware.spring.contract;

import jakarta.servlet.Filter;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UrlPathHelper;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * An application that serves a path in as many spellings as its server and framework
 * permit.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ LenientApplication.ShopController.class, LenientApplication.Servlet.class,
		LenientApplication.Reactive.class })
class LenientApplication {

	/** What the paths answer that are to be guarded. */
	static final String GUARDED = "guarded";

	@RestController
	static class ShopController {

		@GetMapping({ "/payments/{id}", "/vault/{id}/open", "/files/**", "/café" })
		String guarded() {
			return GUARDED;
		}

		@GetMapping("/orders/{id}")
		String order() {
			return "order";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class Servlet {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> lenientTomcat() {
			return (factory) -> factory.addConnectorCustomizers((connector) -> {
				connector.setEncodedSolidusHandling("passthrough");
				connector.setEncodedReverseSolidusHandling("passthrough");
				connector.setProperty("relaxedPathChars", "\\");
			});
		}

		@Bean
		WebServerFactoryCustomizer<JettyServletWebServerFactory> lenientJetty() {
			return (factory) -> factory.addServerCustomizers((server) -> {
				server.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class)
					.getHttpConfiguration()
					.setUriCompliance(UriCompliance.UNSAFE);
				server.getContainedBeans(ServletHandler.class)
					.forEach((handler) -> handler.setDecodeAmbiguousURIs(true));
			});
		}

		@Bean
		Filter trailingSlashes() {
			return UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build();
		}

		@Bean
		@ConditionalOnProperty(name = "matching", havingValue = "patterns")
		WebMvcConfigurer lenientPatterns() {
			return new WebMvcConfigurer() {

				@Override
				public void configurePathMatch(PathMatchConfigurer configurer) {
					PathPatternParser parser = new PathPatternParser();
					parser.setCaseSensitive(false);
					configurer.setPatternParser(parser);
				}

			};
		}

		@Bean
		@ConditionalOnProperty(name = "matching", havingValue = "ant")
		WebMvcConfigurer lenientAntPaths() {
			return new WebMvcConfigurer() {

				@Override
				@SuppressWarnings("removal")
				public void configurePathMatch(PathMatchConfigurer configurer) {
					AntPathMatcher matcher = new AntPathMatcher();
					matcher.setCaseSensitive(false);
					configurer.setPathMatcher(matcher);
					UrlPathHelper helper = new UrlPathHelper();
					helper.setRemoveSemicolonContent(false);
					configurer.setUrlPathHelper(helper);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class Reactive {

		@Bean
		WebFilter trailingSlashes() {
			return org.springframework.web.filter.reactive.UrlHandlerFilter.trailingSlashHandler("/**")
				.mutateRequest()
				.build();
		}

		// the actuator's mappings too
		@Bean
		static BeanPostProcessor lenientMappings() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof AbstractHandlerMapping mapping) {
						mapping.getPathPatternParser().setCaseSensitive(false);
					}
					return bean;
				}

			};
		}

	}

}
