package io.chaosmiddleware.spring.webflux;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.chaosmiddleware.spring.mappings.FunctionalPaths;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * The patterns of the mappings of an application on Spring WebFlux. Mappings of Spring
 * Boot itself are left out. So are static resources in their usual locations, since they
 * serve any path that nothing else serves.
 */
public final class WebFluxMappings implements Supplier<List<String>> {

	private static final String EVERYTHING = "/**";

	private static final Set<String> DEFAULT_RESOURCES = Set.of(EVERYTHING, "/webjars/**");

	private final ListableBeanFactory beanFactory;

	/**
	 * Create the mappings.
	 * @param beanFactory the bean factory with the handler mappings of the dispatcher
	 * handler
	 */
	public WebFluxMappings(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find the patterns. They are complete once the application has started.
	 * @return the patterns
	 */
	@Override
	public List<String> get() {
		Set<String> patterns = new LinkedHashSet<>();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beanFactory, HandlerMapping.class, true, false)
			.values()
			.forEach((mapping) -> collect(mapping, patterns::add));
		return patterns.stream().filter((pattern) -> !pattern.isEmpty()).toList();
	}

	private static void collect(HandlerMapping mapping, Consumer<String> patterns) {
		if (mapping instanceof RequestMappingInfoHandlerMapping annotated) {
			annotated.getHandlerMethods().forEach((info, method) -> {
				if (!isOfSpringBoot(method.getBeanType())) {
					info.getPatternsCondition()
						.getPatterns()
						.forEach((pattern) -> patterns.accept(pattern.getPatternString()));
				}
			});
		}
		else if (mapping instanceof RouterFunctionMapping functional) {
			RouterFunction<?> routes = functional.getRouterFunction();
			if (routes != null) {
				RoutesVisitor visitor = new RoutesVisitor();
				routes.accept(visitor);
				visitor.paths.patterns().forEach(patterns);
			}
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().forEach((pattern, handler) -> {
				String text = pattern.getPatternString();
				if (!DEFAULT_RESOURCES.contains(text) || !(handler instanceof ResourceWebHandler)) {
					patterns.accept(text);
				}
			});
		}
		else if (mapping instanceof Iterable<?> several) {
			several.forEach((one) -> {
				if (one instanceof HandlerMapping delegate) {
					collect(delegate, patterns);
				}
			});
		}
		else if (!(mapping instanceof FaultedHandlerMapping)
				&& !mapping.getClass().getName().startsWith("org.springframework.web.")
				&& !isOfSpringBoot(mapping.getClass())) {
			// It is not known which paths the mapping serves.
			patterns.accept(EVERYTHING);
		}
	}

	private static boolean isOfSpringBoot(Class<?> type) {
		return type.getName().startsWith("org.springframework.boot.");
	}

	/**
	 * Collects the patterns of functional routes.
	 */
	private static final class RoutesVisitor implements RouterFunctions.Visitor {

		private final FunctionalPaths paths = new FunctionalPaths();

		private final RequestPredicates.Visitor predicates = new PredicatesVisitor(this.paths);

		@Override
		public void startNested(RequestPredicate predicate) {
			predicate.accept(this.predicates);
			this.paths.startNest();
		}

		@Override
		public void endNested(RequestPredicate predicate) {
			this.paths.endNest();
		}

		@Override
		public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
			predicate.accept(this.predicates);
			this.paths.route();
		}

		@Override
		public void resources(Function<ServerRequest, Mono<Resource>> lookupFunction) {
			// Static resources are left out, as described above.
		}

		@Override
		public void attributes(Map<String, Object> attributes) {
			// Attributes do not contain paths.
		}

		@Override
		public void unknown(RouterFunction<?> routerFunction) {
			this.paths.unknownRoutes();
		}

	}

	/**
	 * Collects the patterns of the predicates of functional routes.
	 */
	@SuppressWarnings("removal")
	private record PredicatesVisitor(FunctionalPaths paths) implements RequestPredicates.Visitor {

		@Override
		public void method(Set<HttpMethod> methods) {
			this.paths.anyPath();
		}

		@Override
		public void path(String pattern) {
			this.paths.path(pattern);
		}

		@Override
		@Deprecated
		public void pathExtension(String extension) {
			this.paths.anyPath();
		}

		@Override
		public void header(String name, String value) {
			this.paths.anyPath();
		}

		@Override
		public void queryParam(String name, String value) {
			this.paths.anyPath();
		}

		@Override
		public void version(String version) {
			this.paths.anyPath();
		}

		@Override
		public void startAnd() {
			// The parts of the predicate follow.
		}

		@Override
		public void and() {
			// The other part of the predicate follows.
		}

		@Override
		public void endAnd() {
			this.paths.both();
		}

		@Override
		public void startOr() {
			// The parts of the predicate follow.
		}

		@Override
		public void or() {
			// The other part of the predicate follows.
		}

		@Override
		public void endOr() {
			this.paths.either();
		}

		@Override
		public void startNegate() {
			// The negated predicate follows.
		}

		@Override
		public void endNegate() {
			this.paths.not();
		}

		@Override
		public void unknown(RequestPredicate predicate) {
			this.paths.anyPath();
		}

	}

}
