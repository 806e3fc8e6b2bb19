package io.chaosmiddleware.spring.webflux;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Keeps what BlockHound finds, since an error on an event loop may go unnoticed.
 */
public final class BlockingCalls implements BlockHoundIntegration {

	private static final Queue<BlockingOperationError> found = new ConcurrentLinkedQueue<>();

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.blockingMethodCallback((method) -> {
			BlockingOperationError error = new BlockingOperationError(method);
			found.add(error);
			throw error;
		});
	}

	static Queue<BlockingOperationError> found() {
		return found;
	}

}
