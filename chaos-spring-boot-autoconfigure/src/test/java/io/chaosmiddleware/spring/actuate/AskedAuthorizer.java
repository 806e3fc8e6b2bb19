package io.chaosmiddleware.spring.actuate;

import java.util.concurrent.atomic.AtomicInteger;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.AttackAuthorizer;

/**
 * Allows every attack header and counts how often it was asked.
 */
final class AskedAuthorizer implements AttackAuthorizer {

	final AtomicInteger asked = new AtomicInteger();

	@Override
	public boolean mayAttack(RequestView request) {
		this.asked.incrementAndGet();
		return true;
	}

}
