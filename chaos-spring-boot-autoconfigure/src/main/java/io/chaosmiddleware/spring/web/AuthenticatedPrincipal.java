package io.chaosmiddleware.spring.web;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds out who sends a WebFlux request.
 */
public final class AuthenticatedPrincipal {

	private static final String ANONYMOUS = "org.springframework.security.authentication.AnonymousAuthenticationToken";

	private AuthenticatedPrincipal() {
	}

	/**
	 * Return the principal of a request, as {@code HttpServletRequest.getUserPrincipal()}
	 * does on Spring MVC: the one that Spring Security may put in the place of nobody is
	 * none.
	 * @param exchange the exchange
	 * @return the principal, empty if nobody is authenticated
	 */
	public static Mono<Principal> of(ServerWebExchange exchange) {
		return exchange.<Principal>getPrincipal().filter((principal) -> !isAnonymous(principal.getClass()));
	}

	// Spring Security need not be on the class path.
	private static boolean isAnonymous(Class<?> type) {
		return type.getName().equals(ANONYMOUS) || (type.getSuperclass() != null && isAnonymous(type.getSuperclass()));
	}

}
