package io.chaosmiddleware.sample;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What came of a request, as curl would print it.
 *
 * @param status the status, 0 if there is no answer
 * @param headers the headers, whose names can be in any case
 * @param body the body, or what came of it
 * @param failure what curl says if the answer is not complete, otherwise an empty text
 */
record ShopAnswer(int status, Map<String, List<String>> headers, byte[] body, String failure) {

	static ShopAnswer of(HttpResponse<String> response) {
		return new ShopAnswer(response.statusCode(), response.headers().map(),
				response.body().getBytes(StandardCharsets.UTF_8), "");
	}

	List<String> header(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

}
