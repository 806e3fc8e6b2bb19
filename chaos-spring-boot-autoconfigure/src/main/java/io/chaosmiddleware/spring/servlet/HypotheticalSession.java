package io.chaosmiddleware.spring.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The session of a {@link HypotheticalServletRequest}, which no container knows.
 */
final class HypotheticalSession implements HttpSession {

	private final long created = System.currentTimeMillis();

	private final Map<String, Object> attributes = new HashMap<>();

	private final @Nullable ServletContext servletContext;

	private int maxInactiveInterval;

	HypotheticalSession(@Nullable ServletContext servletContext) {
		this.servletContext = servletContext;
	}

	@Override
	public String getId() {
		return "hypothetical";
	}

	@Override
	public boolean isNew() {
		return true;
	}

	@Override
	public long getCreationTime() {
		return this.created;
	}

	@Override
	public long getLastAccessedTime() {
		return this.created;
	}

	@Override
	public @Nullable ServletContext getServletContext() {
		return this.servletContext;
	}

	@Override
	public void setMaxInactiveInterval(int interval) {
		this.maxInactiveInterval = interval;
	}

	@Override
	public int getMaxInactiveInterval() {
		return this.maxInactiveInterval;
	}

	@Override
	public @Nullable Object getAttribute(String name) {
		return this.attributes.get(name);
	}

	@Override
	public Enumeration<String> getAttributeNames() {
		return Collections.enumeration(this.attributes.keySet());
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		// without a value there is no attribute
		this.attributes.compute(name, (key, before) -> value);
	}

	@Override
	public void removeAttribute(String name) {
		this.attributes.remove(name);
	}

	@Override
	public void invalidate() {
		this.attributes.clear();
	}

}
