package io.chaosmiddleware.spring.webflux;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound that an event loop may look for the class that a fault names, which
 * happens once, just as it may load classes.
 */
public final class ChaosBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("io.chaosmiddleware.engine.FaultLocator", "lookAtClassFiles");
	}

}
