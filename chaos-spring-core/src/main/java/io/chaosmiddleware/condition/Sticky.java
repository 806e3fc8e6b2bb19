package io.chaosmiddleware.condition;

import java.security.Principal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.document.Token;
import org.jspecify.annotations.Nullable;

/**
 * What decides in place of dice whether a request is hit, so that the same senders stay
 * hit and the rest stay well, on all instances and after a restart.
 *
 * @param kind the kind of value
 * @param name the name of the header or cookie, empty for any other kind
 */
record Sticky(Kind kind, String name) {

	static final String FIELD = "sticky";

	private static final Pattern TEXT = Pattern
		.compile("(?<kind>header|cookie):(?<name>" + Token.CHARACTER + "{1,256})|user|trace");

	// The version, the trace id, the parent id and the flags of a traceparent header (W3C
	// Trace Context).
	private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-.*");

	static @Nullable Sticky read(Fields fields) {
		String text = fields.optional(FIELD) ? fields.text(FIELD, "what decides, such as 'header:x-user-id'") : null;
		if (text == null) {
			return null;
		}
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			fields.refuse(FIELD, Reason.STICKY_INVALID, "'" + PrintableText.of(text)
					+ "' is not valid; use 'header:' or 'cookie:' and a name, 'user' or 'trace'");
			return null;
		}
		String name = matcher.group("name");
		return new Sticky(switch ((name != null) ? matcher.group("kind") : text) {
			case "header" -> Kind.HEADER;
			case "cookie" -> Kind.COOKIE;
			case "user" -> Kind.USER;
			default -> Kind.TRACE;
		}, (name != null) ? name : "");
	}

	/**
	 * Return what decides for a request.
	 * @return the value, {@code null} if the request has none
	 */
	@Nullable String value(RequestView request) {
		return switch (this.kind) {
			case HEADER -> first(request.headers(this.name));
			case COOKIE -> Cookies.value(request.headers("cookie"), this.name);
			case USER -> {
				Principal principal = request.principal();
				yield (principal != null) ? principal.getName() : null;
			}
			case TRACE -> trace(first(request.headers("traceparent")));
		};
	}

	private static @Nullable String first(List<String> values) {
		return (values.isEmpty() || values.get(0).isEmpty()) ? null : values.get(0);
	}

	private static @Nullable String trace(@Nullable String header) {
		Matcher matcher = (header != null) ? TRACE_PARENT.matcher(header) : null;
		return (matcher != null && matcher.matches()) ? matcher.group("trace") : null;
	}

	@Override
	public String toString() {
		return switch (this.kind) {
			case HEADER -> "header:" + this.name;
			case COOKIE -> "cookie:" + this.name;
			case USER -> "user";
			case TRACE -> "trace";
		};
	}

	/**
	 * A kind of value of a request.
	 */
	enum Kind {

		HEADER, COOKIE, USER, TRACE

	}

}
