package io.chaosmiddleware.spring.webflux;

import java.nio.file.Path;
import java.time.Duration;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AnswerBody;
import io.chaosmiddleware.spring.web.BodilessAnswers;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ChannelSendOperator;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Passes a response on as it is, unless an attack is to {@linkplain #change change} it.
 * Then the answer begins with the first byte of its body or with its end: an error before
 * that is answered by the application, and that is the answer.
 */
class ChangeableResponse extends ServerHttpResponseDecorator {

	private static final HttpMethod CONNECT = HttpMethod.valueOf("CONNECT");

	private final ServerHttpRequest request;

	private final long limit;

	private volatile @Nullable AnswerChange change;

	private volatile @Nullable AnswerBody body;

	private ChangeableResponse(ServerHttpRequest request, ServerHttpResponse response, long limit) {
		super(response);
		this.request = request;
		this.limit = limit;
	}

	/**
	 * Wrap a response.
	 * @param request the request
	 * @param response the response of the server
	 * @param limit how many bytes of a body are held at most until its length is known
	 * @return a response that is zero-copy if the original is
	 */
	static ChangeableResponse of(ServerHttpRequest request, ServerHttpResponse response, long limit) {
		return (response instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopy(request, response, limit)
				: new ChangeableResponse(request, response, limit);
	}

	/**
	 * Find the response that filters may have decorated.
	 * @return the response, {@code null} if there is none
	 */
	static @Nullable ChangeableResponse find(ServerHttpResponse response) {
		ServerHttpResponse found = response;
		while (found instanceof ServerHttpResponseDecorator decorator) {
			if (decorator instanceof ChangeableResponse changeable) {
				return changeable;
			}
			found = decorator.getDelegate();
		}
		return null;
	}

	/** Return whether a request leaves HTTP when it is answered. */
	static boolean isUpgrade(ServerHttpRequest request) {
		return request.getMethod() == CONNECT || "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
	}

	/** Change the answer, unless that has begun. */
	void change(AnswerChange change) {
		this.change = change;
	}

	/** Note that the request is over. */
	void end() {
		close();
		AnswerChange change = this.change;
		if (change != null) {
			change.end();
		}
	}

	private void close() {
		AnswerBody body = this.body;
		if (body != null) {
			body.close();
		}
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			AnswerChange change = change();
			if (change == null) {
				return getDelegate().writeWith(body);
			}
			// What describes this body must not describe an error that is answered
			// instead.
			return write(change, body).doOnError((ex) -> getHeaders().clearContentHeaders());
		});
	}

	private Mono<Void> write(AnswerChange change, Publisher<? extends DataBuffer> body) {
		if (body instanceof Mono<? extends DataBuffer> whole) {
			return whole.flatMap((buffer) -> write(change, ChangedBody.read(buffer)));
		}
		long length = getHeaders().getContentLength();
		if (length >= 0 || !change.asksForLength() || HeldResponse.isStream(getHeaders())) {
			return write(change, body, length);
		}
		return Mono.using(() -> new HeldBody(body, this.limit),
				(held) -> held.collect().then(Mono.defer(() -> write(change, held.content(), held.length()))),
				HeldBody::release);
	}

	private Mono<Void> write(AnswerChange change, byte[] whole) {
		AnswerBody body = begin(change, null, whole.length);
		if (body == null) {
			return getDelegate().writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(whole)));
		}
		if (getHeaders().getContentLength() < 0) {
			// The server does so for a body in one piece.
			getHeaders().setContentLength(whole.length);
		}
		return send(change, body, Mono.fromSupplier(() -> bufferFactory().wrap(whole)));
	}

	private Mono<Void> write(AnswerChange change, Publisher<? extends DataBuffer> source, long length) {
		return new ChannelSendOperator<DataBuffer>(source, (begun) -> {
			AnswerBody body = begin(change, null, length);
			return (body != null) ? send(change, body, begun) : getDelegate().writeWith(begun);
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono.defer(() -> {
			AnswerChange change = change();
			return (change != null) ? flush(change, body) : getDelegate().writeAndFlushWith(body);
		});
	}

	private Mono<Void> flush(AnswerChange change, Publisher<? extends Publisher<? extends DataBuffer>> parts) {
		return new ChannelSendOperator<Publisher<? extends DataBuffer>>(parts, (begun) -> {
			AnswerBody body = begin(change, null, getHeaders().getContentLength());
			return (body != null) ? send(change, body, Flux.from(begun).concatMap((part) -> part, 0))
					: getDelegate().writeAndFlushWith(begun);
		}).doOnError((ex) -> getHeaders().clearContentHeaders());
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			AnswerChange change = change();
			if (change != null && this.body == null) {
				begin(change, Reason.NO_BODY, 0);
			}
			return getDelegate().setComplete();
		});
	}

	ServerHttpRequest request() {
		return this.request;
	}

	// What is to be done to the answer, unless nothing can be done.
	@Nullable AnswerChange change() {
		AnswerChange change = this.change;
		if (change == null || getDelegate().isCommitted()) {
			return null;
		}
		if (isWithoutBody()) {
			begin(change, Reason.NO_BODY, 0);
			return null;
		}
		return change;
	}

	private boolean isWithoutBody() {
		HttpStatusCode status = getStatusCode();
		return BodilessAnswers.contain(this.request.getMethod().name(), (status != null) ? status.value() : 200)
				|| isUpgrade(this.request);
	}

	// The body, if it is changed.
	@Nullable AnswerBody begin(AnswerChange change, @Nullable Reason obstacle, long length) {
		AnswerBody body = this.body;
		if (body != null) {
			body.begin(length);
		}
		else {
			body = change.begin(obstacle, length);
			this.body = body;
		}
		return (body != null && body.isChanged()) ? body : null;
	}

	Mono<Void> send(AnswerChange change, AnswerBody body, Publisher<? extends DataBuffer> source) {
		return getDelegate().writeAndFlushWith(change.apply(body, source)).doFinally((signal) -> body.close());
	}

	/**
	 * Passes files on as they are, too.
	 */
	private static final class ZeroCopy extends ChangeableResponse implements ZeroCopyHttpOutputMessage {

		private static final int BUFFER_SIZE = 8192;

		ZeroCopy(ServerHttpRequest request, ServerHttpResponse response, long limit) {
			super(request, response, limit);
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return Mono.defer(() -> {
				AnswerChange change = change();
				AnswerBody body = (change != null) ? begin(change, null, count) : null;
				return (change != null && body != null) ? send(change, body, read(file, position, count))
						: ((ZeroCopyHttpOutputMessage) getDelegate()).writeWith(file, position, count);
			});
		}

		// Files are read on threads of their own, and the server would have sent this one
		// on the thread of its request.
		private Publisher<DataBuffer> read(Path file, long position, long count) {
			Flux<DataBuffer> read = DataBufferUtils.read(new FileSystemResource(file), position, bufferFactory(),
					BUFFER_SIZE);
			RequestTimer timer = RequestTimer.of(request());
			return DataBufferUtils.takeUntilByteCount(read, count)
				.publishOn(Schedulers.fromExecutor((task) -> timer.schedule(task, Duration.ZERO)), 1);
		}

	}

}
