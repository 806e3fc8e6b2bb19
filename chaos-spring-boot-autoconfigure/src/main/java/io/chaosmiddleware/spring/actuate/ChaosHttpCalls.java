package io.chaosmiddleware.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.Operator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Answers all calls of the {@code chaos} endpoint over HTTP, except for reading the
 * status. Spring MVC and Spring WebFlux share this implementation. Failures are answered
 * with problem documents (RFC 9457).
 */
public final class ChaosHttpCalls {

	private static final String EXPLAIN = "explain";

	private static final String HALT = "halt";

	private static final String RESUME = "resume";

	private static final Set<String> KNOWN = Set.of(EXPLAIN, HALT, RESUME);

	private static final MediaType ANY_JSON = new MediaType("application", "*+json");

	private final ChaosOperations operations;

	private final CorsConfiguration cors;

	/**
	 * Create the calls.
	 * @param operations the operations of the endpoint
	 * @param cors which origins may make calls from a page in a browser, {@code null} for
	 * none
	 */
	public ChaosHttpCalls(ChaosOperations operations, @Nullable CorsConfiguration cors) {
		this.operations = operations;
		// An empty configuration refuses all other origins. Spring would accept them if
		// there were no configuration.
		this.cors = (cors != null) ? cors : new CorsConfiguration();
	}

	CorsConfiguration cors() {
		return this.cors;
	}

	int maxDocumentSize() {
		return this.operations.maxDocumentSize();
	}

	/**
	 * Answer a call.
	 * @param method the HTTP method of the request
	 * @param name the path segment after the path of the endpoint, {@code null} if there
	 * is none
	 * @param contentType the content type of the request, {@code null} if there is none
	 * @param body the body of the request, empty if there is none. Callers may stop
	 * reading it one byte after the {@linkplain #maxDocumentSize() limit}
	 * @param origin the origin of the page that makes the call
	 * @param operator the operator who makes the call
	 * @return the answer
	 */
	ResponseEntity<byte[]> answer(String method, @Nullable String name, @Nullable String contentType, byte[] body,
			CallOrigin origin, Operator operator) {
		if (method.equals("OPTIONS")) {
			return ResponseEntity.ok().header(HttpHeaders.ALLOW, allow(name)).build();
		}
		if (!origin.mayCall(this.cors, method, !EXPLAIN.equals(name))) {
			return problem(HttpStatus.FORBIDDEN,
					"The call comes from a page in a browser, of the origin '"
							+ ChaosReport.text(String.valueOf(origin.origin()))
							+ "', which may not command chaos. If it is yours, name it in"
							+ " 'management.endpoints.web.cors.allowed-origins', and " + method
							+ " in 'management.endpoints.web.cors.allowed-methods'",
					null);
		}
		if (name == null) {
			return switch (method) {
				case "POST" -> document(contentType, Access.UNRESTRICTED,
						() -> json(HttpStatus.CREATED, this.operations.start(body, operator)), name);
				case "DELETE" -> command(() -> this.operations.cancelAll(operator), name);
				default -> notAllowed(name);
			};
		}
		return switch (method) {
			case "POST" -> post(name, contentType, body, operator);
			case "DELETE" -> command(() -> this.operations.cancel(name, operator), name);
			default -> notAllowed(name);
		};
	}

	private ResponseEntity<byte[]> post(String name, @Nullable String contentType, byte[] body, Operator operator) {
		return switch (name) {
			case EXPLAIN ->
				document(contentType, Access.READ_ONLY, () -> json(HttpStatus.OK, this.operations.explain(body)), name);
			case HALT -> command(() -> withoutDocument(name, body, () -> this.operations.halt(operator)), name);
			case RESUME -> command(() -> withoutDocument(name, body, () -> this.operations.resume(operator)), name);
			default -> problem(HttpStatus.NOT_FOUND,
					"Unknown call '" + ChaosReport.text(name)
							+ "'; known are POST explain, POST halt, POST resume, and DELETE with the id of an attack",
					null);
		};
	}

	private static Map<String, Object> withoutDocument(String name, byte[] body,
			Supplier<Map<String, Object>> operation) {
		if (body.length > 0) {
			throw new AttackRefusedException(
					List.of(new Problem("$", Reason.SCHEMA, "'" + name + "' takes no document; send no body")));
		}
		return operation.get();
	}

	private ResponseEntity<byte[]> document(@Nullable String contentType, Access needed,
			Supplier<ResponseEntity<byte[]>> call, @Nullable String name) {
		return attempt(needed, () -> {
			if (isJson(contentType)) {
				return call.get();
			}
			HttpHeaders headers = new HttpHeaders();
			headers.setAccept(List.of(MediaType.APPLICATION_JSON));
			return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, headers,
					"Send a JSON document with 'Content-Type: application/json';"
							+ " nothing else is accepted, so that no page in a browser can command chaos",
					null);
		}, name);
	}

	private ResponseEntity<byte[]> command(Supplier<Map<String, Object>> operation, @Nullable String name) {
		return attempt(Access.UNRESTRICTED, () -> json(HttpStatus.OK, operation.get()), name);
	}

	private ResponseEntity<byte[]> attempt(Access needed, Supplier<ResponseEntity<byte[]>> call,
			@Nullable String name) {
		if (this.operations.access().compareTo(needed) < 0) {
			return notAllowed(name);
		}
		try {
			return call.get();
		}
		catch (AttackRefusedException ex) {
			if (ex.reason() == Reason.TOO_LARGE) {
				return problem(HttpStatus.CONTENT_TOO_LARGE, "The document is too large", ex.problems());
			}
			return problem(HttpStatus.BAD_REQUEST, "The document is refused; nothing was done", ex.problems());
		}
		catch (NoSuchElementException ex) {
			return problem(HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()), null);
		}
		catch (IllegalStateException ex) {
			return problem(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()), null);
		}
	}

	private ResponseEntity<byte[]> notAllowed(@Nullable String name) {
		String detail = "Allowed here: " + allow(name);
		if (this.operations.access() != Access.UNRESTRICTED) {
			detail += ". Calls that change anything need 'management.endpoint.chaos.access=unrestricted'";
		}
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ALLOW, allow(name));
		return problem(HttpStatus.METHOD_NOT_ALLOWED, headers, detail, null);
	}

	private String allow(@Nullable String name) {
		boolean unrestricted = this.operations.access() == Access.UNRESTRICTED;
		if (name == null) {
			return unrestricted ? "GET, HEAD, POST, DELETE, OPTIONS" : "GET, HEAD, OPTIONS";
		}
		if (name.equals(EXPLAIN)) {
			return "POST, OPTIONS";
		}
		return unrestricted ? (KNOWN.contains(name) ? "POST, OPTIONS" : "DELETE, OPTIONS") : "OPTIONS";
	}

	private static boolean isJson(@Nullable String contentType) {
		try {
			MediaType type = (contentType != null) ? MediaType.parseMediaType(contentType) : MediaType.TEXT_PLAIN;
			return MediaType.APPLICATION_JSON.includes(type) || ANY_JSON.includes(type);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static ResponseEntity<byte[]> json(HttpStatus status, Map<String, Object> document) {
		return ResponseEntity.status(status)
			.contentType(MediaType.APPLICATION_JSON)
			.body(JsonMapper.shared().writeValueAsBytes(document));
	}

	private static ResponseEntity<byte[]> problem(HttpStatus status, String detail, @Nullable List<Problem> problems) {
		return problem(status, HttpHeaders.EMPTY, detail, problems);
	}

	private static ResponseEntity<byte[]> problem(HttpStatus status, HttpHeaders headers, String detail,
			@Nullable List<Problem> problems) {
		return ResponseEntity.status(status)
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(JsonMapper.shared().writeValueAsBytes(problemDocument(status, detail, problems)));
	}

	static WebEndpointResponse<Map<String, Object>> badRequest(String detail) {
		return new WebEndpointResponse<>(problemDocument(HttpStatus.BAD_REQUEST, detail, null),
				HttpStatus.BAD_REQUEST.value(), MediaType.APPLICATION_PROBLEM_JSON);
	}

	// This is a map because neither the mapper used here nor that of the actuator is
	// configured to write a ProblemDetail of Spring with its properties.
	private static Map<String, Object> problemDocument(HttpStatus status, String detail,
			@Nullable List<Problem> problems) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("type", "about:blank");
		document.put("title", status.getReasonPhrase());
		document.put("status", status.value());
		document.put("detail", detail);
		if (problems != null) {
			document.put("problems", ChaosReport.problems(problems));
		}
		return document;
	}

}
