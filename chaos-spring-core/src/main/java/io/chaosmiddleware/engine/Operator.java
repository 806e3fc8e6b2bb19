package io.chaosmiddleware.engine;

import java.util.Locale;

import io.chaosmiddleware.document.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Who commands the engine, for reports: by whom, and from where. Whatever it holds is
 * untrusted text.
 *
 * @param channel how the command came, such as {@code http} or {@code jmx}
 * @param principal the name of who is authenticated, {@code null} for nobody
 * @param address the network address of the caller, {@code null} if it is unknown
 */
public record Operator(String channel, @Nullable String principal, @Nullable String address) {

	/**
	 * Return who it is, for people.
	 * @return printable text, such as {@code alice (10.1.2.3, HTTP)}
	 */
	@Override
	public String toString() {
		return ((this.principal != null) ? PrintableText.of(this.principal) : "somebody") + " ("
				+ ((this.address != null) ? PrintableText.of(this.address) + ", " : "")
				+ PrintableText.of(this.channel.toUpperCase(Locale.ROOT)) + ")";
	}

}
