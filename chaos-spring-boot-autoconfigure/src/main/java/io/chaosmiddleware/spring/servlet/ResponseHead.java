package io.chaosmiddleware.spring.servlet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What the filters and interceptors of an application have done to a response before the
 * handler. It remains if the answer of the handler is replaced.
 *
 * @param status the status
 * @param contentType the content type
 * @param encoding the encoding
 * @param headers the values of the other headers by their names
 */
record ResponseHead(int status, @Nullable String contentType, @Nullable String encoding,
		Map<String, List<String>> headers) {

	private static final String UNSPECIFIED_ENCODING = "ISO-8859-1";

	static ResponseHead of(HttpServletResponse response) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String name : response.getHeaderNames()) {
			if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
					&& !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
				headers.put(name, List.copyOf(response.getHeaders(name)));
			}
		}
		return new ResponseHead(response.getStatus(), response.getContentType(), response.getCharacterEncoding(),
				headers);
	}

	/**
	 * Restore a response that has been reset.
	 */
	void restore(HttpServletResponse response) {
		response.setStatus(this.status);
		this.headers.forEach((name, values) -> {
			if (response.containsHeader(name)) {
				// A container sets some headers itself.
				response.setHeader(name, null);
			}
			values.forEach((value) -> response.addHeader(name, value));
		});
		if (this.contentType != null) {
			response.setContentType(this.contentType);
		}
		else if (this.encoding != null && !UNSPECIFIED_ENCODING.equalsIgnoreCase(this.encoding)) {
			response.setCharacterEncoding(this.encoding);
		}
	}

}
