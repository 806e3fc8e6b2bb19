package io.chaosmiddleware.spring.webflux;

import java.util.ArrayDeque;
import java.util.Deque;

import io.chaosmiddleware.spring.web.HeldBytes;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects the body of a response up to a limit, and as long as not too much of other
 * bodies is held. A larger body is not collected further, and its rest arrives as it is
 * read. Must be {@linkplain #release() released}.
 */
final class HeldBody extends BaseSubscriber<DataBuffer> {

	private final Publisher<? extends DataBuffer> body;

	private final long limit;

	private final Deque<Held> buffers = new ArrayDeque<>();

	private volatile @Nullable MonoSink<Void> collected;

	private volatile Sinks.@Nullable Many<DataBuffer> rest;

	private volatile @Nullable Throwable error;

	private volatile Context context = Context.empty();

	private long size;

	private boolean full;

	private boolean released;

	HeldBody(Publisher<? extends DataBuffer> body, long limit) {
		this.body = body;
		this.limit = limit;
	}

	/**
	 * Collect the body.
	 * @return completes when all of the body is here, or more than may be held
	 */
	Mono<Void> collect() {
		return Mono.create((sink) -> {
			this.context = Context.of(sink.contextView());
			this.collected = sink;
			this.body.subscribe(this);
		});
	}

	/** Return whether the body is too large to be held. */
	boolean isTooLarge() {
		return this.rest != null;
	}

	/** Return whether the body ended with an error, which its content repeats. */
	boolean hasFailed() {
		return this.error != null;
	}

	/** Return how many bytes the body has, negative if that is not known. */
	synchronized long length() {
		return (isTooLarge() || hasFailed()) ? -1 : this.size;
	}

	/**
	 * Return the whole body. It can be read once, and then belongs to its reader.
	 * @return a {@code Mono} if the original body was one, since servers treat it in a
	 * different way
	 */
	Publisher<DataBuffer> content() {
		Throwable error = this.error;
		if (this.body instanceof Mono) {
			return (error != null) ? Mono.error(error) : Mono.fromSupplier(this::poll);
		}
		Flux<DataBuffer> begin = Flux.generate((sink) -> {
			DataBuffer buffer = poll();
			if (buffer != null) {
				sink.next(buffer);
			}
			else {
				sink.complete();
			}
		});
		Sinks.Many<DataBuffer> rest = this.rest;
		if (rest != null) {
			return begin.concatWith(rest.asFlux()
				.doOnRequest(this::request)
				.doOnCancel(this::cancel)
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release));
		}
		return (error != null) ? begin.concatWith(Mono.error(error)) : begin;
	}

	private synchronized @Nullable DataBuffer poll() {
		Held next = this.buffers.poll();
		return (next != null) ? next.leave() : null;
	}

	private synchronized boolean keep(DataBuffer buffer) {
		if (this.released) {
			DataBufferUtils.release(buffer);
			return false;
		}
		int capacity = buffer.capacity();
		boolean taken = HeldBytes.shared().take(capacity);
		this.buffers.add(new Held(buffer, taken ? capacity : 0));
		this.size += buffer.readableByteCount();
		this.full = !taken || this.size > this.limit;
		return true;
	}

	/** Release what was collected and not read. */
	void release() {
		cancel();
		synchronized (this) {
			this.released = true;
			this.buffers.forEach((held) -> DataBufferUtils.release(held.leave()));
			this.buffers.clear();
		}
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		// One at a time, so that the rest of a large body is read as fast as it is
		// written.
		subscription.request(1);
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		Sinks.Many<DataBuffer> rest = this.rest;
		if (rest != null) {
			if (rest.tryEmitNext(buffer).isFailure()) {
				DataBufferUtils.release(buffer);
			}
		}
		else if (keep(buffer)) {
			if (!this.full) {
				request(1);
			}
			else {
				this.rest = Sinks.unsafe().many().unicast().onBackpressureBuffer();
				complete();
			}
		}
	}

	@Override
	protected void hookOnComplete() {
		Sinks.Many<DataBuffer> rest = this.rest;
		if (rest != null) {
			rest.tryEmitComplete();
		}
		else {
			complete();
		}
	}

	@Override
	protected void hookOnError(Throwable ex) {
		Sinks.Many<DataBuffer> rest = this.rest;
		if (rest != null) {
			rest.tryEmitError(ex);
		}
		else {
			this.error = ex;
			complete();
		}
	}

	private void complete() {
		MonoSink<Void> collected = this.collected;
		if (collected != null) {
			collected.success();
		}
	}

	/**
	 * A buffer with its part of {@link HeldBytes}.
	 *
	 * @param buffer the buffer
	 * @param taken how much was taken for it
	 */
	private record Held(DataBuffer buffer, int taken) {

		/** Return the buffer, which is not held any longer. */
		DataBuffer leave() {
			HeldBytes.shared().give(this.taken);
			return this.buffer;
		}

	}

}
