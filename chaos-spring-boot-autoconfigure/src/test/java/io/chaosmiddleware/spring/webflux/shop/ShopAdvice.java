package io.chaosmiddleware.spring.webflux.shop;

import java.util.concurrent.TimeoutException;

import io.chaosmiddleware.spring.webflux.shop.ShopControllers.Marked;
import io.chaosmiddleware.spring.webflux.shop.ShopControllers.SelectedByTypeController;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Described;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Global;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.NoStatus;
import io.chaosmiddleware.spring.webflux.shop.ShopFailures.Selected;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.WebSession;

/**
 * Advice of every kind.
 */
final class ShopAdvice {

	private ShopAdvice() {
	}

	/** Without selectors. */
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ControllerAdvice
	public static class GlobalAdvice {

		@ExceptionHandler
		@ResponseBody
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		Mono<String> global(Global ex, WebSession session) {
			return Mono.just("global " + session.isStarted());
		}

		@ExceptionHandler
		@ResponseBody
		String noStatus(NoStatus ex) {
			return "no status";
		}

	}

	/** Selects by type. */
	@RestControllerAdvice(assignableTypes = SelectedByTypeController.class)
	public static class TypeAdvice {

		private final Probe probe;

		TypeAdvice(Probe probe) {
			this.probe = probe;
		}

		@ExceptionHandler
		String selected(Selected ex) {
			return "by type";
		}

		@ExceptionHandler
		String described(Described ex, HandlerMethod method) {
			return ShopControllers.description("by type", method, this.probe);
		}

	}

	/** Selects by annotation. */
	@RestControllerAdvice(annotations = Marked.class)
	public static class AnnotationAdvice {

		@ExceptionHandler
		String selected(Selected ex) {
			return "by annotation";
		}

	}

	/** Selects nothing here. */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@RestControllerAdvice(basePackages = "org.example")
	public static class OtherPackageAdvice {

		@ExceptionHandler
		String all(Throwable ex) {
			return "by the wrong package";
		}

	}

	/** Selects by package, and so no functional handler. */
	@Order(Ordered.LOWEST_PRECEDENCE - 1)
	@RestControllerAdvice(basePackageClasses = ShopApplication.class)
	public static class PackageAdvice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.GATEWAY_TIMEOUT)
		String timeout(TimeoutException ex) {
			return "by package";
		}

	}

}
