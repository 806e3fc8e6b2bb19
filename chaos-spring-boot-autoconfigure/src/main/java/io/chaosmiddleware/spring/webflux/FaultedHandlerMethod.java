package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.method.HandlerMethod;

/**
 * A controller method that fails before it is called. Only its own adapter knows which
 * exception handlers belong to a controller, and consults them when the method fails or
 * anything that comes before the method. The first that comes before is the session of a
 * controller with session attributes. So the method poses as one of those until the
 * adapter has asked for the session, which fails with the fault; for the exception
 * handlers it is itself again.
 */
final class FaultedHandlerMethod extends HandlerMethod {

	private final HandlerMethod method;

	private final AtomicBoolean posing = new AtomicBoolean(true);

	FaultedHandlerMethod(HandlerMethod method) {
		// without its bean it could not be called even if the adapter tried
		super(method, new Controller(), false);
		this.method = method;
	}

	/**
	 * Stop posing.
	 * @return whether the method posed until now
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
