package io.chaosmiddleware.spring.servlet;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.spring.mappings.AttackReach;
import io.chaosmiddleware.spring.web.DispatcherBeans;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FrameworkServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Knows which requests Spring MVC serves with a mapping that
 * {@link AttackInterceptorMapping} reaches. To find out, the mappings themselves are
 * asked for the handler of a request. No filter, interceptor or handler is called.
 */
public final class ServletReach implements AttackReach {

	private static final Set<String> PACKAGES_OF_ACTUATOR = Set
		.of("org.springframework.boot.webmvc.actuate.endpoint.web", "io.chaosmiddleware.spring.actuate");

	private static final Logger logger = LoggerFactory.getLogger(ServletReach.class);

	private final WebApplicationContext context;

	/**
	 * Create the reach.
	 * @param context the context whose requests are attacked
	 */
	public ServletReach(WebApplicationContext context) {
		this.context = context;
	}

	/**
	 * Return the mappings of a context in the order in which a dispatcher servlet uses
	 * them.
	 */
	static List<HandlerMapping> mappings(ApplicationContext context) {
		return DispatcherBeans.find(context, HandlerMapping.class);
	}

	/** Return whether a mapping belongs to the actuator, or to the chaos endpoint. */
	static boolean isOfActuator(HandlerMapping mapping) {
		for (Class<?> type = mapping.getClass(); type != null; type = type.getSuperclass()) {
			if (PACKAGES_OF_ACTUATOR.contains(type.getPackageName())) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean reachesAnything() {
		return isPresent(DispatcherServlet.class) && isPresent(AttackInterceptorMapping.class)
				&& !isHidden(this.context.getServletContext());
	}

	private boolean isPresent(Class<?> type) {
		return this.context.getBeanNamesForType(type, true, false).length > 0;
	}

	// A servlet that is mapped to everything, as that of Jersey is by default, hides
	// dispatcher servlets with the default mapping.
	private static boolean isHidden(@Nullable ServletContext servletContext) {
		if (servletContext == null) {
			return false;
		}
		Collection<? extends ServletRegistration> all = servletContext.getServletRegistrations().values();
		Predicate<ServletRegistration> dispatcher = (servlet) -> DispatcherServlet.class.getName()
			.equals(servlet.getClassName());
		return all.stream().anyMatch(dispatcher.negate().and((servlet) -> servlet.getMappings().contains("/*")))
				&& all.stream()
					.filter(dispatcher)
					.allMatch((servlet) -> Set.of("/").containsAll(servlet.getMappings()));
	}

	/**
	 * Return the mappings that cannot be reached, since a dispatcher servlet uses them
	 * before {@link AttackInterceptorMapping}, or does not use the latter at all. Which
	 * mappings a servlet uses is only certain once it has been initialized.
	 * @return a name for each of them to use in a sentence, empty if all mappings are
	 * reached
	 */
	@Override
	public List<String> unreached() {
		try {
			return unreachedMappings().stream().map(this::name).toList();
		}
		catch (RuntimeException | LinkageError ex) {
			// A mapping that cannot be created makes requests fail, but must not make the
			// start of the application fail.
			logger.debug("The mappings of the application could not be found out", ex);
			return List.of();
		}
	}

	Collection<HandlerMapping> unreachedMappings() {
		Set<HandlerMapping> unreached = new LinkedHashSet<>();
		Set<HandlerMapping> reached = new LinkedHashSet<>();
		Collection<DispatcherServlet> servlets = servlets();
		boolean certain = !servlets.isEmpty();
		for (DispatcherServlet servlet : servlets) {
			List<HandlerMapping> mappings = servlet.getHandlerMappings();
			if (mappings != null) {
				divide(mappings, unreached, reached);
			}
			certain &= mappings != null;
		}
		// Mappings may be lazy, so they are only created if they are needed.
		if (!certain && (mayAnyComeFirst() || !unreached.isEmpty())) {
			divide(mappings(this.context), unreached, reached);
		}
		unreached.removeIf((mapping) -> reached.contains(mapping) || isOfActuator(mapping));
		return unreached;
	}

	private static void divide(List<HandlerMapping> mappings, Set<HandlerMapping> unreached,
			Set<HandlerMapping> reached) {
		int ours = indexOfOurs(mappings);
		unreached.addAll(mappings.subList(0, ours));
		reached.addAll(mappings.subList(ours, mappings.size()));
	}

	private Collection<DispatcherServlet> servlets() {
		Set<DispatcherServlet> servlets = new LinkedHashSet<>(
				this.context.getBeansOfType(DispatcherServlet.class, true, false).values());
		this.context.getBeansOfType(ServletRegistrationBean.class, true, false).values().forEach((registration) -> {
			if (registration.getServlet() instanceof DispatcherServlet servlet) {
				servlets.add(servlet);
			}
		});
		return servlets;
	}

	private boolean mayAnyComeFirst() {
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.context, HandlerMapping.class, true,
				false)) {
			if (this.context.isTypeMatch(name, PriorityOrdered.class)
					&& !this.context.isTypeMatch(name, AttackInterceptorMapping.class)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return how many mappings are used before {@link AttackInterceptorMapping}, or the
	 * number of all mappings if it is not used.
	 */
	private static int indexOfOurs(List<HandlerMapping> mappings) {
		int index = 0;
		while (index < mappings.size() && !(mappings.get(index) instanceof AttackInterceptorMapping)) {
			index++;
		}
		return index;
	}

	private String name(HandlerMapping mapping) {
		String type = mapping.getClass().getName();
		return BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, HandlerMapping.class, true, false)
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == mapping)
			.map((bean) -> "'" + bean.getKey() + "' (" + type + ")")
			.findFirst()
			.orElse(type);
	}

	@Override
	public @Nullable Obstacle obstacle(String method, String path, @Nullable String query,
			Map<String, List<String>> headers) {
		try {
			ServletContext servletContext = this.context.getServletContext();
			ServletMatch match = ServletMatch.find(path, servletContext);
			if (match == null) {
				return Obstacle.certain("no servlet serves it");
			}
			if (!match.isDispatcherServlet()) {
				return Obstacle.certain("it is served by the servlet '" + match.name() + "', not by Spring MVC");
			}
			HypotheticalServletRequest request = new HypotheticalServletRequest(servletContext, match, method, path,
					query, headers);
			return obstacle(request, match.name());
		}
		catch (IllegalArgumentException ex) {
			return Obstacle.certain("its path is not valid");
		}
	}

	private @Nullable Obstacle obstacle(HypotheticalServletRequest request, String servletName) {
		ApplicationContext serving = serving(servletName);
		request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, serving);
		ServletRequestPathUtils.parseAndCache(request);
		List<HandlerMapping> mappings = mappings(serving, servletName);
		int ours = indexOfOurs(mappings);
		for (int i = 0; i < mappings.size(); i++) {
			HandlerMapping mapping = mappings.get(i);
			if (mapping instanceof AttackInterceptorMapping) {
				continue;
			}
			try {
				if (mapping.getHandler(request) == null) {
					continue;
				}
			}
			catch (Exception | LinkageError | StackOverflowError ex) {
				// Any exception but an error response of Spring may be due to what a real
				// request has and this one lacks. Its message is not used, since its
				// methods may be code of the application.
				return (ex instanceof ErrorResponse)
						? Obstacle.certain(PrintableText.of(String.valueOf(ex.getMessage())))
						: Obstacle.possible("the mapping " + name(mapping) + " fails with " + ex.getClass().getName());
			}
			if (isOfActuator(mapping)) {
				return Obstacle.certain("the actuator is never attacked");
			}
			return (i > ours) ? null : Obstacle
				.certain("it is served by the mapping " + name(mapping) + ", which Chaos Middleware does not reach");
		}
		return Obstacle.certain("none of the application's mappings serves it");
	}

	// Each dispatcher servlet may have its own context.
	private ApplicationContext serving(String servletName) {
		ServletContext servletContext = this.context.getServletContext();
		Object published = (servletContext != null)
				? servletContext.getAttribute(FrameworkServlet.SERVLET_CONTEXT_PREFIX + servletName) : null;
		return (published instanceof ApplicationContext serving) ? serving : this.context;
	}

	private List<HandlerMapping> mappings(ApplicationContext serving, String servletName) {
		for (DispatcherServlet servlet : servlets()) {
			List<HandlerMapping> mappings = servlet.getHandlerMappings();
			if (mappings != null && servlet.getServletConfig() != null
					&& servletName.equals(servlet.getServletName())) {
				return mappings;
			}
		}
		return mappings(serving);
	}

}
