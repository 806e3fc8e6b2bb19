package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.method.HandlerMethod;

/**
 * A controller method that fails before it is called. Only the adapter of controller
 * methods knows which exception handlers belong to a controller. It consults them if the
 * method, or a step before the call, fails. The first such step requests the session of a
 * controller with session attributes. Therefore this method pretends to belong to such a
 * controller until the adapter has requested the session, which fails with the fault. For
 * the exception handlers it is the original method again.
 */
final class FaultedHandlerMethod extends HandlerMethod {

	private final HandlerMethod method;

	private final AtomicBoolean posing = new AtomicBoolean(true);

	FaultedHandlerMethod(HandlerMethod method) {
		// The method does not have its bean, so it cannot be called by mistake.
		super(method, new Controller(), false);
		this.method = method;
	}

	/**
	 * Stop pretending to belong to a controller with session attributes.
	 * @return whether the method pretended to until now
	 */
	boolean endPose() {
		return this.posing.compareAndSet(true, false);
	}

	@Override
	public Object getBean() {
		return this.method.getBean();
	}

	@Override
	public Class<?> getBeanType() {
		return this.posing.get() ? Controller.class : this.method.getBeanType();
	}

	@SessionAttributes("none")
	private static final class Controller {

	}

}
