package io.chaosmiddleware.spring.actuate;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * The origin of the web page that makes a call from a browser. A page of the same origin
 * as the endpoint is not trusted for that reason alone, because the owner of a domain can
 * make it resolve to a machine that only the browser can reach (DNS rebinding). Loopback
 * names are trusted if both the origin and the host of the request have one, because such
 * a page can only be served by the machine on which the endpoint runs.
 *
 * @param origin the {@code Origin} header, {@code null} if the call does not come from a
 * page in a browser
 * @param foreign whether the origin differs from that of the request itself
 * @param host the host name in the request, {@code null} if there is none
 */
record CallOrigin(@Nullable String origin, boolean foreign, @Nullable String host) {

	private static final String NAME = "(?:(?:[a-z0-9_-]+\\.)*localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])";

	private static final Pattern LOOPBACK_HOST = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

	private static final Pattern LOOPBACK = Pattern.compile("https?://" + NAME + "(?::[0-9]{1,5})?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Return whether CORS allows a page of this origin to make a call and to read the
	 * answer.
	 * @param cors the CORS configuration
	 * @param method the HTTP method of the call
	 * @return whether both the origin and the method are allowed
	 */
	boolean isShared(CorsConfiguration cors, String method) {
		return isConfigured(cors) && cors.checkHttpMethod(HttpMethod.valueOf(method)) != null;
	}

	private boolean isConfigured(CorsConfiguration cors) {
		return cors.checkOrigin(this.origin) != null;
	}

	/**
	 * Return whether a page of this origin may make a call.
	 * @param cors the CORS configuration
	 * @param method the HTTP method of the call
	 * @param changing whether the call can change anything
	 * @return whether the page may make the call
	 */
	boolean mayCall(CorsConfiguration cors, String method, boolean changing) {
		if (this.origin == null || isOfThisMachine(this.origin)) {
			return true;
		}
		if (this.foreign) {
			return isShared(cors, method);
		}
		return !changing || isConfigured(cors);
	}

	private boolean isOfThisMachine(String origin) {
		return LOOPBACK.matcher(origin).matches() && this.host != null && LOOPBACK_HOST.matcher(this.host).matches();
	}

}
