package io.chaosmiddleware.spring.webflux.shop;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets handlers fail, and counts their calls.
 */
public class Probe {

	private final AtomicInteger calls = new AtomicInteger();

	private volatile @Nullable String failure;

	/** Let handlers succeed. */
	public void reset() {
		this.calls.set(0);
		this.failure = null;
	}

	/**
	 * Let handlers fail.
	 * @param failure a class name
	 */
	public void failWith(String failure) {
		this.calls.set(0);
		this.failure = failure;
	}

	/**
	 * Return how often a handler was called.
	 * @return the number of calls
	 */
	public int calls() {
		return this.calls.get();
	}

	Mono<Void> called() {
		this.calls.incrementAndGet();
		String failure = this.failure;
		return (failure != null) ? Mono.error(ShopFailures.create(failure)) : Mono.empty();
	}

	void calledPlainly() throws Exception {
		this.calls.incrementAndGet();
		String failure = this.failure;
		if (failure != null) {
			Throwable created = ShopFailures.create(failure);
			if (created instanceof Error error) {
				throw error;
			}
			throw (Exception) created;
		}
	}

}
