package io.chaosmiddleware.spring.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.chaosmiddleware.spring.mappings.FunctionalPaths;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.resource.DefaultServletHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * The patterns of the mappings of an application on Spring MVC. A pattern starts with the
 * path of the dispatcher servlet, since routes are compared with the whole path. Mappings
 * of Spring Boot itself are left out. So are static resources in their usual locations,
 * since they serve any path that nothing else serves.
 */
public final class ServletMappings implements Supplier<List<String>> {

	private static final String EVERYTHING = "/**";

	private static final Set<String> DEFAULT_RESOURCES = Set.of(EVERYTHING, "/webjars/**");

	private final WebApplicationContext context;

	private final Supplier<String> prefix;

	/**
	 * Create the mappings.
	 * @param context the context with the handler mappings of the dispatcher servlet
	 * @param prefix the path of the dispatcher servlet, empty if it is the root
	 */
	public ServletMappings(WebApplicationContext context, Supplier<String> prefix) {
		this.context = context;
		this.prefix = prefix;
	}

	/**
	 * Find the patterns of the mappings that can be attacked. They are complete once the
	 * application has started.
	 * @return the patterns
	 */
	@Override
	public List<String> get() {
		List<HandlerMapping> mappings = new ArrayList<>(ServletReach.mappings(this.context));
		mappings.removeAll(new ServletReach(this.context).unreachedMappings());
		return patterns(mappings);
	}

	/**
	 * Find the patterns of the mappings that cannot be attacked, since the interceptor
	 * does not reach them.
	 * @return the patterns, without those of mappings that may serve every path
	 */
	public List<String> unreached() {
		return patterns(new ServletReach(this.context).unreachedMappings()).stream()
			.filter((pattern) -> !pattern.equals(this.prefix.get() + EVERYTHING))
			.toList();
	}

	private List<String> patterns(Collection<HandlerMapping> mappings) {
		Set<String> patterns = new LinkedHashSet<>();
		mappings.forEach((mapping) -> collect(mapping, patterns::add));
		String prefix = this.prefix.get();
		return patterns.stream()
			.map((pattern) -> prefix + (pattern.isEmpty() || pattern.startsWith("/") ? pattern : "/" + pattern))
			.filter((pattern) -> !pattern.isEmpty())
			.toList();
	}

	private static void collect(HandlerMapping mapping, Consumer<String> patterns) {
		if (mapping instanceof RequestMappingInfoHandlerMapping annotated) {
			annotated.getHandlerMethods().forEach((info, method) -> {
				if (!isOfSpringBoot(method.getBeanType())) {
					info.getPatternValues().forEach(patterns);
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
			if (urls.getRootHandler() != null) {
				patterns.accept("/");
			}
			urls.getHandlerMap().forEach((pattern, handler) -> {
				if (!DEFAULT_RESOURCES.contains(pattern) || !isForStaticResources(handler)) {
					patterns.accept(pattern);
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
		else if (!(mapping instanceof AttackInterceptorMapping)
				&& !mapping.getClass().getName().startsWith("org.springframework.web.")
				&& !isOfSpringBoot(mapping.getClass())) {
			// It is not known which paths the mapping serves.
			patterns.accept(EVERYTHING);
		}
	}

	private static boolean isOfSpringBoot(Class<?> type) {
		return type.getName().startsWith("org.springframework.boot.");
	}

	private static boolean isForStaticResources(Object handler) {
		return handler instanceof ResourceHttpRequestHandler || handler instanceof DefaultServletHttpRequestHandler;
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
		public void resources(Function<ServerRequest, Optional<Resource>> lookupFunction) {
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
		public void param(String name, String value) {
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
