package io.chaosmiddleware.spring.webflux.shop;

import java.io.IOException;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * All the ways in which a handler can fail.
 */
public final class ShopFailures {

	/** Their class names. */
	public static final List<String> NAMES = List.of(Local.class.getName(), Described.class.getName(),
			Selected.class.getName(), Global.class.getName(), Rejected.class.getName(), Status.class.getName(),
			Problem.class.getName(), Rethrown.class.getName(), Negotiated.class.getName(), NoStatus.class.getName(),
			"java.lang.IllegalStateException", "java.io.IOException", "java.util.concurrent.TimeoutException",
			"java.lang.AssertionError", "java.util.NoSuchElementException");

	private ShopFailures() {
	}

	static Throwable create(String name) {
		try {
			Class<?> type = Class.forName(name);
			try {
				return (Throwable) type.getDeclaredConstructor().newInstance();
			}
			catch (NoSuchMethodException ex) {
				return (Throwable) type.getDeclaredConstructor(String.class)
					.newInstance("Injected by Chaos Middleware");
			}
		}
		catch (ReflectiveOperationException ex) {
			return new IllegalArgumentException(name);
		}
	}

	/** Handled by controllers themselves. */
	public static class Local extends RuntimeException {

	}

	/** Handled with a description of what failed. */
	public static class Described extends Exception {

	}

	/** Handled by advice with selectors. */
	public static class Selected extends RuntimeException {

	}

	/** Handled by advice without selectors. */
	public static class Global extends Exception {

	}

	/** Answered by its annotation. */
	@ResponseStatus(code = HttpStatus.GONE, reason = "sold out")
	public static class Rejected extends RuntimeException {

	}

	/** Answered by its status. */
	public static class Status extends ResponseStatusException {

		/** Create an exception. */
		public Status() {
			super(HttpStatus.CONFLICT, "taken");
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			headers.set("x-taken-by", "somebody");
			return headers;
		}

	}

	/** Answered with problem details. */
	public static class Problem extends ErrorResponseException {

		/** Create an exception. */
		@SuppressWarnings("this-escape")
		public Problem() {
			super(HttpStatus.UNPROCESSABLE_CONTENT);
			setDetail("cannot");
			getHeaders().set("x-problem", "yes");
		}

	}

	/** Its handler fails too. */
	public static class Rethrown extends IOException {

	}

	/** Its handlers differ by media type. */
	public static class Negotiated extends RuntimeException {

	}

	/** Its handler leaves the status alone. */
	public static class NoStatus extends RuntimeException {

	}

}
