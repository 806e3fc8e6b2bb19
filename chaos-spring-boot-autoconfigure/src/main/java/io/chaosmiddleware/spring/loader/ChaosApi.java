package io.chaosmiddleware.spring.loader;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The address of the Chaos API and the settings of its calls.
 *
 * @param url the base URL
 * @param token the Bearer token
 * @param timeout the longest duration of one whole exchange
 */
public record ChaosApi(URI url, String token, Duration timeout) {

	private static final String PATH = "/v1/attacks/synchronize";

	/**
	 * Create the settings.
	 * @param url the base URL
	 * @param token the Bearer token
	 * @param timeout the longest duration of one whole exchange, positive
	 * @throws IllegalArgumentException if one of them is invalid
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
	 * Return what is wrong with a base URL.
	 * @param url any text
	 * @return what is wrong and what would be right, {@code null} if the URL is valid
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
	 * Return what is wrong with a token. The result does not contain the token.
	 * @param token any text
	 * @return what is wrong, {@code null} if the token is valid
	 */
	public static @Nullable String problemOfToken(String token) {
		if (token.isEmpty() || !token.chars().allMatch((c) -> c > ' ' && c < 0x7f)) {
			return "must consist of printable ASCII characters, without blanks and line breaks";
		}
		return null;
	}

	// The base URL may end with a slash.
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
