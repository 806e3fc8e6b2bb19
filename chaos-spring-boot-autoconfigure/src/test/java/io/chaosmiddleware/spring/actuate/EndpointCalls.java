package io.chaosmiddleware.spring.actuate;

import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.jspecify.annotations.Nullable;

import static io.chaosmiddleware.spring.TestDocuments.document;

/**
 * Calls of the {@code chaos} endpoint of an application.
 */
interface EndpointCalls {

	String DELAY = document("delay 2 /orders");

	String JSON = "application/json";

	/** Return the application whose endpoint is called. */
	EndpointApplication application();

	/** Start another application whose actuator has the same place. */
	EndpointApplication start(String... properties);

	/** Return the path of the endpoint. */
	default String path() {
		return "/actuator/chaos";
	}

	/** Return the prefix of all paths of the application, as routes see them. */
	default String servletPath() {
		return "";
	}

	default AttackEngine engine() {
		return application().engine();
	}

	default Answer call(String method, String subPath) {
		return application().management(method, path() + subPath, null);
	}

	default Answer post(String subPath, @Nullable String contentType, String body) {
		return post(application(), subPath, contentType, body.getBytes(StandardCharsets.UTF_8));
	}

	default Answer post(EndpointApplication application, String subPath, @Nullable String contentType, byte[] body) {
		String[] headers = (contentType != null) ? new String[] { "Content-Type", contentType } : new String[0];
		return application.management("POST", path() + subPath, body, headers);
	}

	default Answer startAttack(String document) {
		return post("", JSON, document);
	}

	default Answer explain(String document) {
		return post("/explain", JSON, document);
	}

}
