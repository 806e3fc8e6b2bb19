package io.chaosmiddleware.spring.loader;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where the Chaos API is, and how to call it.
 *
 * @param url the base URL
 * @param token the Bearer token
 * @param timeout how long one whole exchange may take
 */
public record ChaosApi(URI url, String token, Duration timeout) {

	private static final String PATH = "/v1/attacks/synchronize";

	/**
	 * Create the coordinates of an API.
	 * @param url the base URL
	 * @param token the Bearer token
	 * @param timeout how long one whole exchange may take, positive
	 * @throws IllegalArgumentException if one of them cannot be used
	 */
	public ChaosApi {
		require(problemOfUrl(url.toString()));
		require(problemOfToken(token));
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'timeout' must be positive");
		}
	}

	private static void require(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

	/**
	 * Say what is wrong with a base URL.
	 * @param url any text
	 * @return what is wrong and what would be right, {@code null} if it can be used
	 */
	public static @Nullable String problemOfUrl(String url) {
		URI uri;
		try {
			uri = new URI(url);
		}
		catch (URISyntaxException ex) {
			return "must be an absolute http or https URL, such as 'https://chaos.example.com'";
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("http") && !scheme.equals("https")) {
			return "must be an absolute http or https URL, such as 'https://chaos.example.com'";
		}
		if (uri.getHost() == null) {
			return "must name a valid host, as in 'https://chaos.example.com'";
		}
		if (uri.getPort() > 65535) {
			return "must have a port of at most 65535";
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			return "must be a base URL without user, query and fragment, such as 'https://chaos.example.com'";
		}
		return null;
	}

	/**
	 * Say what is wrong with a token. The answer does not quote it.
	 * @param token any text
	 * @return what is wrong, {@code null} if it can be used
	 */
	public static @Nullable String problemOfToken(String token) {
		if (token.isEmpty() || !token.chars().allMatch((c) -> c > ' ' && c < 0x7f)) {
			return "must consist of printable ASCII characters, without blanks and line breaks";
		}
		return null;
	}

	// one trailing slash of the base URL is tolerated
	URI synchronizeUrl() {
		String base = this.url.toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH);
	}

	/**
	 * Return a text without the token.
	 * @return the URL and the timeout
	 */
	@Override
	public String toString() {
		return "ChaosApi[url=" + this.url + ", timeout=" + this.timeout + "]";
	}

}
