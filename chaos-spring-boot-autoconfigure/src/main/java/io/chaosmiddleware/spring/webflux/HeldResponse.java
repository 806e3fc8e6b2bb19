package io.chaosmiddleware.spring.webflux;

import java.util.concurrent.atomic.AtomicBoolean;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.spring.web.StreamTypes;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Holds the answer of a handler until an attack has acted upon it. The attack acts once,
 * on whatever comes first: a body, an answer without a body, or an error. What cannot be
 * held, such as a stream, passes. Whatever is written afterwards passes too, such as the
 * answer of an exception handler to an injected fault. Files are written like any other
 * body, since this response is not zero-copy.
 */
final class HeldResponse extends ServerHttpResponseDecorator {

	/**
	 * The name of the exchange attribute that holds the response of a request.
	 */
	static final String ATTRIBUTE = HeldResponse.class.getName();

	private final AttackedExchange attacked;

	private final long limit;

	private final @Nullable HttpStatusCode status;

	private final HttpHeaders headers;

	private final MultiValueMap<String, ResponseCookie> cookies;

	private final AtomicBoolean claimed = new AtomicBoolean();

	private volatile boolean failed;

	/**
	 * Create a response.
	 * @param attacked the attack
	 * @param response the response as it is before the handler
	 * @param limit how many bytes of a body are held at most
	 */
	HeldResponse(AttackedExchange attacked, ServerHttpResponse response, long limit) {
		super(response);
		this.attacked = attacked;
		this.limit = limit;
		this.status = response.getStatusCode();
		this.headers = HttpHeaders.copyOf(response.getHeaders());
		this.cookies = new LinkedMultiValueMap<>(response.getCookies());
	}

	/**
	 * Act upon the end of a request, unless the attack has acted before.
	 * @param handler the handler of the request
	 */
	Mono<Void> completeAfter(Mono<Void> handler) {
		// The application answers after this filter if nothing was written, and handles
		// errors.
		return handler.then(Mono.defer(() -> claim() ? act(failure(), Mono.empty()) : Mono.empty()))
			.onErrorResume((ex) -> claim() ? act(Reason.HANDLER_FAILED, Mono.error(ex)) : Mono.error(ex));
	}

	/** Note that an exception handler answers. */
	void handlerFailed() {
		this.failed = true;
	}

	/** Drop what the handler has set. */
	void reset() {
		HttpHeaders headers = getHeaders();
		headers.clear();
		headers.putAll(this.headers);
		getCookies().clear();
		getCookies().putAll(this.cookies);
		setStatusCode(this.status);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (!claim()) {
				return getDelegate().writeWith(body);
			}
			if (isStream(getHeaders()) || getHeaders().getContentLength() > this.limit) {
				this.attacked.passOn();
				return getDelegate().writeWith(body);
			}
			return Mono
				.using(() -> new HeldBody(body, this.limit),
						(held) -> held.collect().then(Mono.defer(() -> answer(held))), HeldBody::release)
				.doOnCancel(this::resetUnlessCommitted);
		});
	}

	private Mono<Void> answer(HeldBody body) {
		Mono<Void> answer = Mono.defer(() -> getDelegate().writeWith(body.content()));
		if (body.isTooLarge()) {
			this.attacked.passOn();
			return answer;
		}
		return act(body.hasFailed() ? Reason.HANDLER_FAILED : failure(), answer);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono.defer(() -> {
			if (claim()) {
				this.attacked.passOn();
			}
			return getDelegate().writeAndFlushWith(body);
		});
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			Mono<Void> answer = Mono.defer(getDelegate()::setComplete);
			return claim() ? act(failure(), answer).doOnCancel(this::resetUnlessCommitted) : answer;
		});
	}

	private boolean claim() {
		return this.claimed.compareAndSet(false, true);
	}

	/**
	 * Return whether an answer is sent bit by bit, so that it is never known as a whole.
	 */
	static boolean isStream(HttpHeaders headers) {
		return StreamTypes.contain(headers.getFirst(HttpHeaders.CONTENT_TYPE));
	}

	private @Nullable Reason failure() {
		HttpStatusCode status = getStatusCode();
		return (this.failed || (status != null && status.isError())) ? Reason.HANDLER_FAILED : null;
	}

	private Mono<Void> act(@Nullable Reason failure, Mono<Void> answer) {
		return this.attacked.actAfterHandler(failure, this::reset, answer);
	}

	// The application may answer a request itself that it has cancelled.
	private void resetUnlessCommitted() {
		if (!isCommitted()) {
			reset();
		}
	}

}
