package io.chaosmiddleware.spring.web;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.engine.Outcome;

/**
 * The headers of a response that an attack made or changed. Caches do not know that, so
 * they must not store it.
 */
public final class InjectedHeaders {

	private static final List<String> ABSENT = List.of("ETag", "Last-Modified", "Expires", "Age", "Content-Digest",
			"Repr-Digest", "Digest", "Content-MD5", "Pragma", "Surrogate-Control", "CDN-Cache-Control", "Edge-Control");

	private InjectedHeaders() {
	}

	/**
	 * Change the headers of a response if an attack makes it or changes its body.
	 * @param outcome what is done to the request
	 * @param set sets a header
	 * @param remove removes a header
	 */
	public static void write(Outcome outcome, BiConsumer<String, String> set, Consumer<String> remove) {
		if (!outcome.isInjected()) {
			return;
		}
		ABSENT.forEach(remove);
		set.accept("Cache-Control", "no-store");
		Reply reply = outcome.reply();
		if (reply != null) {
			reply.headers().forEach(set);
		}
	}

}
