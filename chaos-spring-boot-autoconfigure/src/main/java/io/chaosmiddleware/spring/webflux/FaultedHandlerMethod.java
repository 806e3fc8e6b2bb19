package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.HandlerMethod;

/**
 * A controller method that fails before it is called. Only the adapter of controller
 * methods knows which exception handlers belong to a controller. The adapter consults
 * them if the method fails, or if a model attribute method of the controller does, which
 * the adapter calls first. Therefore this method pretends to belong to a controller whose
 * model attribute method fails with the fault. The exception handlers see the original
 * method again.
 */
final class FaultedHandlerMethod extends HandlerMethod {

	private final HandlerMethod method;

	private final AtomicBoolean posing;

	FaultedHandlerMethod(HandlerMethod method, Mono<Void> fault) {
		this(method, fault, new AtomicBoolean(true));
	}

	private FaultedHandlerMethod(HandlerMethod method, Mono<Void> fault, AtomicBoolean posing) {
		// The method does not have its bean, so it cannot be called by mistake.
		super(method, new FailingController(Mono.defer(() -> {
			posing.set(false);
			return fault;
		})), false);
		this.method = method;
		this.posing = posing;
	}

	@Override
	public Object getBean() {
		return this.posing.get() ? super.getBean() : this.method.getBean();
	}

	@Override
	public Class<?> getBeanType() {
		return this.posing.get() ? FailingController.class : this.method.getBeanType();
	}

	static final class FailingController {

		private final Mono<Void> fault;

		FailingController(Mono<Void> fault) {
			this.fault = fault;
		}

		@ModelAttribute
		Mono<Void> fail() {
			return this.fault;
		}

	}

	/**
	 * Keeps the model attribute method in a native image.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection().registerType(FailingController.class, MemberCategory.INVOKE_DECLARED_METHODS);
		}

	}

}
