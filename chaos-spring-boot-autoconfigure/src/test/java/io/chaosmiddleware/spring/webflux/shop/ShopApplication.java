package io.chaosmiddleware.spring.webflux.shop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;

/**
 * An application with every kind of handler and of exception handler.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ShopControllers.LocalController.class, ShopControllers.ShapesController.class,
		ShopControllers.SelectedByTypeController.class, ShopControllers.SelectedByAnnotationController.class,
		ShopControllers.CreatedController.class, ShopControllers.ProxiedController.class,
		ShopControllers.PrototypeController.class, ShopControllers.ModelController.class,
		ShopControllers.SessionController.class, ShopAdvice.GlobalAdvice.class, ShopAdvice.TypeAdvice.class,
		ShopAdvice.AnnotationAdvice.class, ShopAdvice.OtherPackageAdvice.class, ShopAdvice.PackageAdvice.class })
public class ShopApplication {

	/** All routes. */
	public static final List<String> ROUTES = List.of("/handled-locally", "/no-parameter", "/plain", "/mono", "/flux",
			"/stream", "/entity", "/void", "/selected-by-type", "/selected-by-annotation", "/created", "/created-class",
			"/proxied", "/prototype", "/model", "/session", "/function", "/web-handler");

	@Bean
	Probe probe() {
		return new Probe();
	}

	@Bean
	RouterFunction<ServerResponse> router(Probe probe) {
		return RouterFunctions.route()
			.GET("/function", (request) -> probe.called().then(ServerResponse.ok().bodyValue("ok")))
			.build();
	}

	@Bean
	HandlerMapping webHandlers(Probe probe) {
		WebHandler handler = (exchange) -> probe.called().then(Mono.defer(exchange.getResponse()::setComplete));
		return new SimpleUrlHandlerMapping(Map.of("/web-handler", handler), 1);
	}

	@Bean
	@ConditionalOnBooleanProperty("shop.blocking")
	WebFluxConfigurer blocking() {
		return new WebFluxConfigurer() {

			@Override
			public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
				configurer.setExecutor(Executors.newCachedThreadPool((task) -> {
					Thread thread = new Thread(task, "blocking");
					thread.setDaemon(true);
					return thread;
				})::execute);
			}

		};
	}

}
