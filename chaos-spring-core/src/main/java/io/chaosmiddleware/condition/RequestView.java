package io.chaosmiddleware.condition;

import java.security.Principal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the engine needs to know about a request. Each adapter implements this view for
 * its native request. Used by one thread, and only while the engine decides.
 */
public interface RequestView {

	/** The request header that carries an attack. */
	String ATTACK_HEADER = "x-proofdock-attack";

	/**
	 * Return what kind of thing is attacked. Metrics tell the kinds apart.
	 * @return the kind, {@link Point#INCOMING} unless overridden
	 */
	default Point point() {
		return Point.INCOMING;
	}

	/**
	 * Return the HTTP method, or what corresponds to it.
	 * @return the method
	 */
	String method();

	/**
	 * Return the path as it is in the request line: still encoded, without query and
	 * without the context path (decision D20 in {@code docs/differences.md}).
	 * @return the raw path
	 */
	String path();

	/**
	 * Return the query string as it is in the request line: still encoded, without the
	 * question mark.
	 * @return the raw query, {@code null} if there is none, or for hosts without HTTP
	 */
	default @Nullable String query() {
		return null;
	}

	/**
	 * Return all values of a header.
	 * @param name the name, compared without regard to case
	 * @return the values in the order of the request, empty if there are none
	 */
	List<String> headers(String name);

	/**
	 * Return who sends the request.
	 * @return the principal, {@code null} if nobody is authenticated
	 */
	default @Nullable Principal principal() {
		return null;
	}

	/**
	 * Create a view of a request of any kind, for hosts without HTTP.
	 * @param method the HTTP method, or what corresponds to it
	 * @param path the path, or what corresponds to it
	 * @param attack the text of the {@code x-proofdock-attack} header, {@code null} if
	 * there is none
	 * @return the view
	 */
	static RequestView of(String method, String path, @Nullable String attack) {
		return new RequestView() {

			@Override
			public String method() {
				return method;
			}

			@Override
			public String path() {
				return path;
			}

			@Override
			public List<String> headers(String name) {
				return (attack != null && ATTACK_HEADER.equalsIgnoreCase(name)) ? List.of(attack) : List.of();
			}

		};
	}

}
