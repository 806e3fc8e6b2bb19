package io.chaosmiddleware.spring.servlet;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response whose status and headers can be made final before it is committed. Like a
 * container, it then ignores whatever would change them.
 */
abstract class FreezableResponse extends HttpServletResponseWrapper {

	FreezableResponse(HttpServletResponse response) {
		super(response);
	}

	/** Return whether status and headers are final. */
	abstract boolean isFrozen();

	/** Return the response without this wrapper. */
	HttpServletResponse target() {
		return (HttpServletResponse) getResponse();
	}

	private void change(Runnable change) {
		if (!isFrozen()) {
			change.run();
		}
	}

	@Override
	public void setStatus(int status) {
		change(() -> super.setStatus(status));
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		change(() -> super.setHeader(name, value));
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		change(() -> super.addHeader(name, value));
	}

	@Override
	public void setIntHeader(String name, int value) {
		change(() -> super.setIntHeader(name, value));
	}

	@Override
	public void addIntHeader(String name, int value) {
		change(() -> super.addIntHeader(name, value));
	}

	@Override
	public void setDateHeader(String name, long date) {
		change(() -> super.setDateHeader(name, date));
	}

	@Override
	public void addDateHeader(String name, long date) {
		change(() -> super.addDateHeader(name, date));
	}

	@Override
	public void addCookie(Cookie cookie) {
		change(() -> super.addCookie(cookie));
	}

	@Override
	public void setContentType(@Nullable String type) {
		change(() -> super.setContentType(type));
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
		change(() -> super.setCharacterEncoding(encoding));
	}

	@Override
	public void setCharacterEncoding(@Nullable Charset encoding) {
		change(() -> super.setCharacterEncoding(encoding));
	}

	@Override
	public void setLocale(@Nullable Locale locale) {
		change(() -> super.setLocale(locale));
	}

	@Override
	public void setContentLength(int length) {
		change(() -> super.setContentLength(length));
	}

	@Override
	public void setContentLengthLong(long length) {
		change(() -> super.setContentLengthLong(length));
	}

	@Override
	public void setTrailerFields(Supplier<Map<String, String>> trailers) {
		change(() -> super.setTrailerFields(trailers));
	}

}
