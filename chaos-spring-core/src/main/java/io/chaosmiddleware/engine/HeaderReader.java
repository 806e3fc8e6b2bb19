package io.chaosmiddleware.engine;

import java.security.Principal;
import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads attack headers and checks who may send them. Safe for use by many threads.
 */
final class HeaderReader {

	private final AttackAuthorizer authorizer;

	private final AttackParser parser;

	private final int maxSize;

	private final Reporter reporter;

	HeaderReader(AttackAuthorizer authorizer, AttackLimits limits, Reporter reporter) {
		this.authorizer = authorizer;
		this.parser = new AttackParser(limits);
		this.maxSize = limits.maxSize();
		this.reporter = reporter;
	}

	/**
	 * Read the attack of a request.
	 * @param request the request
	 * @param headers all attack headers of the request, at least one
	 * @return the attack
	 * @throws AttackRefusedException if the sender may not attack, or if the attack is
	 * refused as a whole
	 */
	Attack read(RequestView request, List<String> headers) {
		if (!isAuthorized(request)) {
			throw refusal(Reason.UNAUTHORIZED, "the sender may not attack by header");
		}
		if (headers.size() > 1) {
			throw refusal(Reason.REPEATED_HEADER, "send the header once, with all actions in one document");
		}
		String header = headers.get(0);
		// The limit is one of bytes, so a header that is too long is refused without
		// decoding it.
		return this.parser.parse((header.length() <= this.maxSize) ? HeaderText.of(header) : header);
	}

	private static AttackRefusedException refusal(Reason reason, String message) {
		return new AttackRefusedException(List.of(new Problem("$", reason, message)));
	}

	private boolean isAuthorized(RequestView request) {
		try {
			return this.authorizer.mayAttack(request);
		}
		catch (Throwable ex) {
			this.reporter.warn("Attack header refused, since an authorizer failed", ex);
			return false;
		}
	}

	/**
	 * Return the user who sends a request with an attack header. The user of other
	 * requests is not looked up, since that may access the session.
	 */
	@Nullable String sender(RequestView request) {
		if (request.headers(AttackEngine.ATTACK_HEADER).isEmpty()) {
			return null;
		}
		try {
			Principal principal = request.principal();
			return (principal != null) ? principal.getName() : null;
		}
		catch (Throwable ex) {
			this.reporter.warn("The sender of an attack header is not known", ex);
			return null;
		}
	}

}
