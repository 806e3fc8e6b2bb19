package io.chaosmiddleware.spring.web;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The media types of answers that are sent as they come, so that they cannot be held.
 */
public final class StreamTypes {

	private static final List<String> TYPES = List.of("text/event-stream", "application/x-ndjson",
			"application/stream+json");

	private StreamTypes() {
	}

	/**
	 * Return whether an answer is a stream.
	 * @param contentType its content type, {@code null} if it has none
	 * @return whether it must not be held
	 */
	public static boolean contain(@Nullable String contentType) {
		String type = (contentType != null) ? contentType.toLowerCase(Locale.ROOT) : "";
		return TYPES.stream().anyMatch(type::startsWith);
	}

}
