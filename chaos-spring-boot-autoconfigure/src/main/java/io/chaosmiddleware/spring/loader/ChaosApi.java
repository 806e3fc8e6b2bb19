package io.chaosmiddleware.spring.loader;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

import org.springframework.util.Assert;

/**
 * The address of the Chaos API and the settings of its calls.
 *
 * @param url the base URL
 * @param token the Bearer token
 * @param timeout the longest duration of one whole exchange
 */
public record ChaosApi(URI url, String token, Duration timeout) {

	private static final String PATH = "/v1/attacks/synchronize";

	private static final String ABSOLUTE_URL = "must be an absolute http or https URL, such as 'https://chaos.example.com'";

	/**
	 * Create the settings.
	 * @param url the base URL
	 * @param token the Bearer token
	 * @param timeout the longest duration of one whole exchange, positive
	 * @throws IllegalArgumentException if one of them is invalid
	 */
	public ChaosApi {
		checkUrl(url.toString());
		checkToken(token);
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be positive");
	}

	/**
	 * Check a base URL.
	 * @param url any text
	 * @throws IllegalArgumentException if the URL is invalid. The message says what is
	 * wrong and what would be right
	 */
	public static void checkUrl(String url) {
		URI uri;
		try {
			uri = new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(ABSOLUTE_URL);
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		Assert.isTrue(scheme.equals("http") || scheme.equals("https"), ABSOLUTE_URL);
		Assert.isTrue(uri.getHost() != null, "must name a valid host, as in 'https://chaos.example.com'");
		Assert.isTrue(uri.getPort() <= 65535, "must have a port of at most 65535");
		Assert.isTrue(uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
				"must be a base URL without user, query and fragment, such as 'https://chaos.example.com'");
	}

	/**
	 * Check a token.
	 * @param token any text
	 * @throws IllegalArgumentException if the token is invalid. The message does not
	 * contain the token
	 */
	public static void checkToken(String token) {
		Assert.isTrue(!token.isEmpty() && token.chars().allMatch((c) -> c > ' ' && c < 0x7f),
				"must consist of printable ASCII characters, without blanks and line breaks");
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
