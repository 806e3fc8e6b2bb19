package io.chaosmiddleware.spring.actuate;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * The page in a browser that a call comes from. That the page is of the same origin as
 * the endpoint says nothing: whoever owns a domain can let it point to a machine that
 * only the browser reaches (DNS rebinding). Only a loopback name is nobody else's, on the
 * machine that it is used on: what it serves to a browser may be any program there, which
 * has no say over an endpoint elsewhere.
 *
 * @param origin the header {@code Origin}, {@code null} if no browser named one
 * @param foreign whether that is another origin than that of the request itself
 * @param host the name of the host in the request, {@code null} if it has none
 */
record CallOrigin(@Nullable String origin, boolean foreign, @Nullable String host) {

	private static final String NAME = "(?:(?:[a-z0-9_-]+\\.)*localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])";

	private static final Pattern LOOPBACK_HOST = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

	private static final Pattern LOOPBACK = Pattern.compile("https?://" + NAME + "(?::[0-9]{1,5})?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Return whether CORS lets a page of this origin call and read the answer.
	 * @param cors the configured origins
	 * @param method the method of the call
	 * @return whether both the origin and the method are configured
	 */
	boolean isShared(CorsConfiguration cors, String method) {
		return isConfigured(cors) && cors.checkHttpMethod(HttpMethod.valueOf(method)) != null;
	}

	private boolean isConfigured(CorsConfiguration cors) {
		return cors.checkOrigin(this.origin) != null;
	}

	/**
	 * Return whether a page of this origin may call.
	 * @param cors the configured origins
	 * @param method the method of the call
	 * @param changing whether the call can change anything
	 * @return whether it may
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
