package io.chaosmiddleware.engine;

import java.util.Locale;

import io.chaosmiddleware.document.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * A person or program that gives the engine a command, for reports. All values are
 * untrusted text.
 *
 * @param channel the channel of the command, such as {@code http} or {@code jmx}
 * @param principal the name of the authenticated user, {@code null} if nobody is
 * authenticated
 * @param address the network address of the caller, {@code null} if unknown
 */
public record Operator(String channel, @Nullable String principal, @Nullable String address) {

	/**
	 * Return a description of the operator, for people.
	 * @return printable text, such as {@code alice (10.1.2.3, HTTP)}
	 */
	@Override
	public String toString() {
		return ((this.principal != null) ? PrintableText.of(this.principal) : "somebody") + " ("
				+ ((this.address != null) ? PrintableText.of(this.address) + ", " : "")
				+ PrintableText.of(this.channel.toUpperCase(Locale.ROOT)) + ")";
	}

}
