package io.chaosmiddleware.spring.webflux.shop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;

import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Described;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Local;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Negotiated;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Rethrown;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Controllers of every kind.
 */
final class ShopControllers {

	private ShopControllers() {
	}

	/** Seen by exception handlers. */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface Audited {

	}

	/** Selects controllers. */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface Marked {

	}

	/** Handles exceptions itself. */
	@RestController
	public static class LocalController {

		private final Probe probe;

		LocalController(Probe probe) {
			this.probe = probe;
		}

		@Audited
		@GetMapping("/handled-locally")
		String handledLocally(ServerHttpResponse response) throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

		@GetMapping("/no-parameter")
		Mono<String> noParameter() {
			return this.probe.called().thenReturn("ok");
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.BAD_GATEWAY)
		String local(Local ex, ServerWebExchange exchange) {
			return "local " + exchange.getRequest().getPath() + " "
					+ exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		}

		@ExceptionHandler
		ResponseEntity<String> described(Described ex, HandlerMethod method) {
			return ResponseEntity.status(510)
				.header("x-described", "yes")
				.body(description("local", method, this.probe));
		}

		@ExceptionHandler
		Mono<String> rethrown(Rethrown ex) {
			return Mono.error(new IllegalArgumentException("the handler fails too"));
		}

		@ExceptionHandler(exception = Negotiated.class, produces = "application/json")
		Map<String, String> json() {
			return Map.of("kind", "json");
		}

		@ExceptionHandler(exception = Negotiated.class, produces = "text/html")
		String html() {
			return "<p>html</p>";
		}

	}

	/** All shapes of answers. */
	@RestController
	public static class ShapesController {

		private final Probe probe;

		ShapesController(Probe probe) {
			this.probe = probe;
		}

		@GetMapping("/plain")
		String plain() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return this.probe.called().thenReturn("ok");
		}

		@GetMapping(path = "/flux")
		Flux<String> flux() {
			return this.probe.called().thenMany(Flux.just("a", "b"));
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Long> stream() throws Exception {
			this.probe.calledPlainly();
			return Flux.just(1L, 2L, 3L);
		}

		@GetMapping("/entity")
		Mono<ResponseEntity<String>> entity() {
			return this.probe.called().thenReturn(ResponseEntity.accepted().header("x-entity", "yes").body("ok"));
		}

		@GetMapping("/void")
		Mono<Void> nothing() {
			return this.probe.called();
		}

		@GetMapping("/created")
		@ResponseStatus(HttpStatus.CREATED)
		String created() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

	}

	/** Its advice selects it by type. */
	@RestController
	public static class SelectedByTypeController {

		private final Probe probe;

		SelectedByTypeController(Probe probe) {
			this.probe = probe;
		}

		@Audited
		@GetMapping("/selected-by-type")
		Mono<String> get() {
			return this.probe.called().thenReturn("ok");
		}

	}

	/** Its advice selects it by annotation. */
	@Marked
	@RestController
	public static class SelectedByAnnotationController {

		private final Probe probe;

		SelectedByAnnotationController(Probe probe) {
			this.probe = probe;
		}

		@GetMapping("/selected-by-annotation")
		String get() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

	}

	/** Has a status for all its answers. */
	@RestController
	@ResponseStatus(HttpStatus.CREATED)
	public static class CreatedController {

		private final Probe probe;

		CreatedController(Probe probe) {
			this.probe = probe;
		}

		@GetMapping("/created-class")
		String get() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

	}

	/** Called through a proxy. */
	@RestController
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	public static class ProxiedController {

		private final @Nullable Probe probe;

		/** Create a proxy. */
		protected ProxiedController() {
			this.probe = null;
		}

		/**
		 * Create a controller.
		 * @param probe the probe
		 */
		@Autowired
		public ProxiedController(Probe probe) {
			this.probe = probe;
		}

		/**
		 * Answer.
		 * @return ok
		 * @throws Exception if asked
		 */
		@GetMapping("/proxied")
		public String get() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

		/**
		 * Handle.
		 * @return what was handled
		 */
		@ExceptionHandler(Local.class)
		public String local() {
			return "local by proxy";
		}

	}

	/** Created for each request. */
	@RestController
	@Scope("prototype")
	public static class PrototypeController {

		private final Probe probe;

		PrototypeController(Probe probe) {
			this.probe = probe;
		}

		@GetMapping("/prototype")
		String get() throws Exception {
			this.probe.calledPlainly();
			return "ok";
		}

		@ExceptionHandler(Local.class)
		String local() {
			return "local by prototype";
		}

	}

	/** Has a model and a binder. */
	@RestController
	public static class ModelController {

		private final Probe probe;

		ModelController(Probe probe) {
			this.probe = probe;
		}

		@InitBinder
		void bind(WebDataBinder binder) {
			binder.setDisallowedFields("x");
		}

		@ModelAttribute("a")
		Mono<String> model() {
			return Mono.just("a");
		}

		@GetMapping("/model")
		String get(@ModelAttribute("a") String a) throws Exception {
			this.probe.calledPlainly();
			return a;
		}

		@ExceptionHandler(Local.class)
		String local(Model model) {
			return "local " + model.asMap();
		}

	}

	/** Has session attributes. */
	@RestController
	@SessionAttributes("cart")
	public static class SessionController {

		private final Probe probe;

		SessionController(Probe probe) {
			this.probe = probe;
		}

		@ModelAttribute("cart")
		String cart() {
			return "cart";
		}

		@GetMapping("/session")
		Mono<String> get(@ModelAttribute("cart") String cart) {
			return this.probe.called().thenReturn(cart);
		}

		@ExceptionHandler(Local.class)
		String local(WebSession session) {
			return "local " + session.isStarted() + session.getAttributes();
		}

	}

	static String description(String where, HandlerMethod method, Probe probe) {
		return where + " " + method.getShortLogMessage() + " " + method + " "
				+ (method.hasMethodAnnotation(Audited.class) ? "@Audited" : "") + " "
				+ method.getBeanType().getSimpleName() + " "
				+ method.getBean().getClass().getSimpleName().replaceAll("\\$\\$.*", "") + " "
				+ method.getMethod().getName() + " " + method.getReturnType().getParameterType() + " calls="
				+ (probe.calls() & 0);
	}

}
