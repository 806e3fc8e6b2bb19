package io.chaosmiddleware.spring.servlet;

import java.util.stream.Collectors;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The servlet that a container selects for a path.
 *
 * @param name the name of the servlet
 * @param className the name of its class
 * @param pattern the pattern of the servlet that matches best
 * @param mappingMatch how the pattern matches
 * @param path the decoded path
 */
record ServletMatch(String name, @Nullable String className, String pattern, MappingMatch mappingMatch,
		String path) implements HttpServletMapping {

	/**
	 * Find the servlet for a path.
	 * @param rawPath the path without context path
	 * @param context the context that knows the servlets; if it does not know any, a
	 * dispatcher servlet serves every path
	 * @return the servlet, {@code null} if none serves the path
	 * @throws IllegalArgumentException if the path is malformed
	 */
	static @Nullable ServletMatch find(String rawPath, @Nullable ServletContext context) {
		String path = PathContainer.parsePath(rawPath)
			.elements()
			.stream()
			.map((element) -> (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch()
					: element.value())
			.collect(Collectors.joining());
		if (context == null || context.getServletRegistrations().isEmpty()) {
			return new ServletMatch("", DispatcherServlet.class.getName(), "/", MappingMatch.DEFAULT, path);
		}
		ServletMatch best = null;
		for (ServletRegistration servlet : context.getServletRegistrations().values()) {
			for (String pattern : servlet.getMappings()) {
				MappingMatch match = match(pattern, path);
				ServletMatch candidate = (match != null)
						? new ServletMatch(servlet.getName(), servlet.getClassName(), pattern, match, path) : null;
				if (candidate != null && (best == null || candidate.isBetterThan(best))) {
					best = candidate;
				}
			}
		}
		return best;
	}

	private static @Nullable MappingMatch match(String pattern, String path) {
		if (pattern.equals("/")) {
			return MappingMatch.DEFAULT;
		}
		if (pattern.endsWith("/*")) {
			String prefix = pattern.substring(0, pattern.length() - 2);
			return (path.equals(prefix) || path.startsWith(prefix + "/")) ? MappingMatch.PATH : null;
		}
		if (pattern.startsWith("*.")) {
			return path.substring(path.lastIndexOf('/') + 1).endsWith(pattern.substring(1)) ? MappingMatch.EXTENSION
					: null;
		}
		return path.equals(pattern.isEmpty() ? "/" : pattern) ? MappingMatch.EXACT : null;
	}

	private boolean isBetterThan(ServletMatch other) {
		return (rank() != other.rank()) ? rank() < other.rank() : this.pattern.length() > other.pattern.length();
	}

	// This is the order that the servlet specification requires.
	private int rank() {
		return switch (this.mappingMatch) {
			case CONTEXT_ROOT, EXACT -> 0;
			case PATH -> 1;
			case EXTENSION -> 2;
			case DEFAULT -> 3;
		};
	}

	boolean isDispatcherServlet() {
		if (this.className == null || this.className.equals(DispatcherServlet.class.getName())) {
			return this.className != null;
		}
		try {
			return DispatcherServlet.class.isAssignableFrom(ClassUtils.forName(this.className, null));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	String servletPath() {
		return (this.mappingMatch == MappingMatch.PATH) ? this.pattern.substring(0, this.pattern.length() - 2)
				: this.path;
	}

	@Nullable String pathInfo() {
		String rest = this.path.substring(servletPath().length());
		return rest.isEmpty() ? null : rest;
	}

	@Override
	public String getMatchValue() {
		return this.path;
	}

	@Override
	public String getPattern() {
		return this.pattern;
	}

	@Override
	public String getServletName() {
		return this.name;
	}

	@Override
	public MappingMatch getMappingMatch() {
		return this.mappingMatch;
	}

}
