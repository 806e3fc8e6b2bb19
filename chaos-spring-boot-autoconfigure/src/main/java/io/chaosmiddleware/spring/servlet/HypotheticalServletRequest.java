package io.chaosmiddleware.spring.servlet;

import java.io.BufferedReader;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * A request that nobody has sent, which is used to ask mappings for its handler. It comes
 * from the local machine, has no body and no user, and its session is thrown away.
 */
final class HypotheticalServletRequest extends HttpServletRequestWrapper {

	private static final String LOCAL_ADDRESS = "127.0.0.1";

	private static final HttpServletRequest NOTHING = (HttpServletRequest) Proxy.newProxyInstance(
			HypotheticalServletRequest.class.getClassLoader(), new Class<?>[] { HttpServletRequest.class },
			(proxy, method, arguments) -> nothing(method));

	private final @Nullable ServletContext servletContext;

	private final ServletMatch match;

	private final String method;

	private final String path;

	private final @Nullable String query;

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Map<String, String[]> parameters = new LinkedHashMap<>();

	private final Map<String, Object> attributes = new HashMap<>();

	private @Nullable HypotheticalSession session;

	HypotheticalServletRequest(@Nullable ServletContext servletContext, ServletMatch match, String method, String path,
			@Nullable String query, Map<String, List<String>> headers) {
		super(NOTHING);
		this.servletContext = servletContext;
		this.match = match;
		this.method = method;
		this.path = path;
		this.query = query;
		this.headers.putAll(headers);
		if (query != null) {
			UriComponentsBuilder.newInstance()
				.query(query)
				.build()
				.getQueryParams()
				.forEach((name, values) -> this.parameters.put(decode(name),
						values.stream().map((value) -> (value != null) ? decode(value) : "").toArray(String[]::new)));
		}
	}

	private static String decode(String text) {
		try {
			return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// The text is not correctly escaped.
			return text;
		}
	}

	private static @Nullable Object nothing(Method method) {
		Class<?> type = method.getReturnType();
		if (type == boolean.class) {
			return false;
		}
		if (type == int.class) {
			return -1;
		}
		if (type == long.class) {
			return -1L;
		}
		if (type == Map.class) {
			return Map.of();
		}
		if (type == Collection.class) {
			return List.of();
		}
		return (type == Enumeration.class) ? Collections.emptyEnumeration() : null;
	}

	@Override
	public String getMethod() {
		return this.method;
	}

	@Override
	public String getContextPath() {
		return (this.servletContext != null) ? this.servletContext.getContextPath() : "";
	}

	@Override
	public String getRequestURI() {
		return getContextPath() + this.path;
	}

	@Override
	public StringBuffer getRequestURL() {
		return new StringBuffer(getScheme()).append("://").append(getServerName()).append(getRequestURI());
	}

	@Override
	public String getServletPath() {
		return this.match.servletPath();
	}

	@Override
	public @Nullable String getPathInfo() {
		return this.match.pathInfo();
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return this.match;
	}

	@Override
	public @Nullable String getQueryString() {
		return this.query;
	}

	@Override
	public @Nullable ServletContext getServletContext() {
		return this.servletContext;
	}

	@Override
	public DispatcherType getDispatcherType() {
		return DispatcherType.REQUEST;
	}

	@Override
	public String getProtocol() {
		return "HTTP/1.1";
	}

	@Override
	public String getScheme() {
		return "http";
	}

	@Override
	public String getServerName() {
		return "localhost";
	}

	@Override
	public int getServerPort() {
		return 80;
	}

	@Override
	public String getRemoteAddr() {
		return LOCAL_ADDRESS;
	}

	@Override
	public String getRemoteHost() {
		return LOCAL_ADDRESS;
	}

	@Override
	public String getLocalAddr() {
		return LOCAL_ADDRESS;
	}

	@Override
	public String getLocalName() {
		return getServerName();
	}

	@Override
	public int getLocalPort() {
		return getServerPort();
	}

	@Override
	public String getRequestId() {
		return "";
	}

	@Override
	public String getProtocolRequestId() {
		return "";
	}

	@Override
	public HttpSession getSession() {
		if (this.session == null) {
			this.session = new HypotheticalSession(this.servletContext);
		}
		return this.session;
	}

	@Override
	public @Nullable HttpSession getSession(boolean create) {
		return create ? getSession() : this.session;
	}

	@Override
	public ServletInputStream getInputStream() {
		return new EmptyBody();
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(Reader.nullReader());
	}

	@Override
	public Cookie @Nullable [] getCookies() {
		List<Cookie> cookies = new ArrayList<>();
		for (String header : this.headers.getOrDefault(HttpHeaders.COOKIE, List.of())) {
			for (String pair : header.split(";")) {
				String[] parts = pair.strip().split("=", 2);
				try {
					cookies.add(new Cookie(parts[0], (parts.length > 1) ? parts[1] : ""));
				}
				catch (IllegalArgumentException ex) {
					// A container ignores a malformed cookie, too.
				}
			}
		}
		return cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
	}

	@Override
	public int getIntHeader(String name) {
		String value = getHeader(name);
		return (value != null) ? Integer.parseInt(value) : -1;
	}

	@Override
	public Locale getLocale() {
		return Locale.getDefault();
	}

	@Override
	public Enumeration<Locale> getLocales() {
		return Collections.enumeration(List.of(getLocale()));
	}

	@Override
	public @Nullable String getContentType() {
		return getHeader(HttpHeaders.CONTENT_TYPE);
	}

	@Override
	public @Nullable String getHeader(String name) {
		List<String> values = this.headers.getOrDefault(name, List.of());
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public Enumeration<String> getHeaders(String name) {
		return Collections.enumeration(this.headers.getOrDefault(name, List.of()));
	}

	@Override
	public Enumeration<String> getHeaderNames() {
		return Collections.enumeration(this.headers.keySet());
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return this.parameters.get(name);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return Collections.unmodifiableMap(this.parameters);
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

	/**
	 * A body without content.
	 */
	private static final class EmptyBody extends ServletInputStream {

		@Override
		public int read() {
			return -1;
		}

		@Override
		public boolean isFinished() {
			return true;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("The request is not asynchronous");
		}

	}

}
