package io.chaosmiddleware.spring.webflux;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Allows the event loop to look for the class that a fault names. BlockHound allows class
 * loading as well, and the search happens only once for each name.
 */
public final class ChaosBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("io.chaosmiddleware.engine.FaultLocator", "lookAtClassFiles");
	}

}
