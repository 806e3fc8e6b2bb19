package io.chaosmiddleware.spring.webflux;

import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.engine.AnswerBody;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.server.ClientConnection;
import io.chaosmiddleware.spring.web.AttackTrail;
import io.chaosmiddleware.spring.web.InjectedHeaders;
import io.chaosmiddleware.spring.web.ReactiveDriver;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request to which something is done, and its response, which shows what was done.
 */
final class AttackedExchange implements AnswerChange {

	private final ServerWebExchange exchange;

	private final Performance performance;

	private final boolean showsResult;

	private final @Nullable ClientConnection connection;

	private final ExchangeTelemetry telemetry;

	private final AttackTrail trail;

	private volatile @Nullable PendingFault fault;

	private volatile @Nullable ChangeableResponse changeable;

	/**
	 * Begin to attack a request.
	 * @param exchange the exchange
	 * @param context the Reactor context of the request
	 * @param performance the performance, which has begun
	 * @param showsResult whether the response may have the result header
	 * @param connection the connection that may have to end, {@code null} if it has not
	 */
	AttackedExchange(ServerWebExchange exchange, ContextView context, Performance performance, boolean showsResult,
			@Nullable ClientConnection connection) {
		this.exchange = exchange;
		this.performance = performance;
		this.showsResult = showsResult;
		this.connection = connection;
		this.telemetry = new ExchangeTelemetry(exchange, context);
		// The application may answer at any time, even during a delay. The headers are
		// set before the commit, because the application may have reset them.
		exchange.getResponse().beforeCommit(() -> {
			skipFault();
			writeHeaders();
			return Mono.empty();
		});
		this.trail = AttackTrail.begin(this.telemetry, performance.decision());
	}

	Performance performance() {
		return this.performance;
	}

	/** Perform the steps of the current phase. */
	Mono<Void> performSteps() {
		return ReactiveDriver.perform(this.performance, timer()::schedule, this.exchange.getResponse()::isCommitted);
	}

	private RequestTimer timer() {
		return RequestTimer.of(this.exchange.getRequest());
	}

	/** Have the answer changed, whoever sends it. */
	void prepareAnswer() {
		ChangeableResponse changeable = this.performance.actsOnAnswer()
				? ChangeableResponse.find(this.exchange.getResponse()) : null;
		if (changeable != null) {
			this.changeable = changeable;
			changeable.change(this);
		}
	}

	/**
	 * End the connection in place of an answer.
	 * @return ends with the request, {@code null} if the connection is not to be ended or
	 * cannot be
	 */
	@Nullable Mono<Void> disconnect() {
		EndConnection end = this.performance.end();
		if (end == null) {
			return null;
		}
		ClientConnection connection = this.connection;
		if (connection == null || !(end.reset() ? connection.reset() : connection.close())) {
			tell(this.performance.abandon(Reason.NO_CONNECTION));
			return null;
		}
		tellEnd(this.performance.finish());
		return BrokenConnection.end(timer());
	}

	/**
	 * Return the exception with which the request has to fail.
	 * @return the exception, {@code null} if there is none
	 */
	@Nullable Throwable exception() {
		Reply reply = this.performance.reply();
		if (reply == null) {
			return this.performance.fault();
		}
		return reply.isRenderedByApplication() ? new ResponseStatusException(HttpStatusCode.valueOf(reply.status()))
				: null;
	}

	/** Add the injected effects to the log lines of the rest of the request. */
	Mono<Void> logEffects(Mono<Void> rest) {
		return this.telemetry.writeTo(rest);
	}

	/**
	 * Act after the handler: delay the answer, or replace it.
	 * @param failure why the answer must not be replaced, {@code null} if it may be
	 * @param reset drops what the handler has set in the response
	 * @param answer sends the answer of the handler, if there is one
	 */
	Mono<Void> actAfterHandler(@Nullable Reason failure, Runnable reset, Mono<Void> answer) {
		this.performance.afterHandler(failure);
		this.trail.afterHandler(this.performance.decision());
		return performSteps().then(Mono.defer(() -> {
			Mono<Void> disconnected = disconnect();
			if (disconnected != null) {
				reset.run();
				return disconnected;
			}
			Throwable exception = exception();
			Reply reply = this.performance.reply();
			if (exception != null) {
				reset.run();
				return failAfterHandler(exception);
			}
			if (reply != null) {
				reset.run();
				return send(reply);
			}
			finish();
			return answer;
		}));
	}

	// The exception handlers of the application see the fault as an error of the write.
	private Mono<Void> failAfterHandler(Throwable exception) {
		PendingFault fault = fail(exception);
		this.exchange.getAttributes().put(PendingFault.ATTRIBUTE, fault);
		return fault.raise(null);
	}

	/** End the attack, because the answer of the handler cannot be held. */
	void passOn() {
		if (!awaitsAnswer()) {
			tell(this.performance.finishWithout(Reason.COMMITTED));
		}
	}

	/** End the attack after its last step, except that the answer may be changed. */
	void finish() {
		if (!awaitsAnswer()) {
			tell(outcome());
		}
	}

	// Whether the answer is changed later, so that the attack is not over yet.
	private boolean awaitsAnswer() {
		return this.performance.actsOnAnswer() && this.changeable != null && !this.exchange.getResponse().isCommitted();
	}

	private Outcome outcome() {
		if (awaitsAnswer()) {
			return this.performance.soFar();
		}
		if (!this.performance.actsOnAnswer()) {
			return this.performance.finish();
		}
		return this.performance.finishWithout((this.changeable != null) ? Reason.COMMITTED : Reason.UNSUPPORTED);
	}

	private void tellEnd(Outcome outcome) {
		tell(outcome);
		this.trail.end(outcome);
	}

	@Override
	public boolean asksForLength() {
		return this.performance.actsOnAnswer() && this.performance.decision().asksForLength();
	}

	@Override
	public @Nullable AnswerBody begin(@Nullable Reason obstacle, long length) {
		skipFault();
		AnswerBody body = this.performance.beginAnswer(obstacle, length);
		if (body != null) {
			tell(body.outcome());
			this.trail.answer(body.outcome());
		}
		return body;
	}

	@Override
	public Flux<Publisher<DataBuffer>> apply(AnswerBody body, Publisher<? extends DataBuffer> source) {
		return new ChangedBody(body, this.exchange.getResponse().bufferFactory(), timer(), this.connection).of(source);
	}

	/** Answer in place of the handler. */
	Mono<Void> send(Reply reply) {
		tellEnd(outcome());
		ServerHttpResponse response = this.exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
		if (reply.body() == null || reply.contentType() == null) {
			return response.setComplete();
		}
		byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, reply.contentType());
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	/**
	 * Make a fault pending, which has to be raised.
	 * @param exception the exception to raise
	 * @return the fault
	 */
	PendingFault fail(Throwable exception) {
		this.trail.announceFault();
		PendingFault fault = new PendingFault(this, exception);
		this.fault = fault;
		return fault;
	}

	/** Note that the fault is raised. */
	void faultRaised() {
		tellEnd(outcome());
	}

	/** Note that the fault is not raised any more. */
	void faultSkipped(Reason reason) {
		tellEnd(this.performance.abandon(reason));
	}

	/** End the attack because the handler is done, unless the answer is sent later. */
	void leave() {
		if (!awaitsAnswer()) {
			end();
		}
	}

	@Override
	public void end() {
		Reason reason = this.exchange.getResponse().isCommitted() ? Reason.COMMITTED : Reason.ABANDONED;
		Outcome told = this.exchange.getAttribute(AttackWebFilter.OUTCOME_ATTRIBUTE);
		// A fault that was raised stays so, even if nobody has waited for the answer.
		tell((told != null && told.isDecided()) ? this.performance.finishWithout(reason)
				: this.performance.abandon(reason));
	}

	/** End the attack because the request ends. Does nothing if it has ended. */
	void abandon() {
		tell(this.performance.abandon());
	}

	// A response that is committed cannot fail any more.
	private void skipFault() {
		PendingFault fault = this.fault;
		if (fault != null) {
			fault.skip(Reason.COMMITTED);
		}
	}

	private void tell(Outcome outcome) {
		this.exchange.getAttributes().put(AttackWebFilter.OUTCOME_ATTRIBUTE, outcome);
		// The actions before the commit are skipped if an earlier one fails, so the
		// headers are also set in advance.
		if (!this.exchange.getResponse().isCommitted()) {
			writeHeaders();
		}
	}

	private void writeHeaders() {
		Outcome outcome = this.exchange.getAttribute(AttackWebFilter.OUTCOME_ATTRIBUTE);
		if (outcome == null) {
			return;
		}
		HttpHeaders headers = this.exchange.getResponse().getHeaders();
		String result = outcome.resultHeader();
		if (result != null && this.showsResult) {
			headers.set(AttackEngine.RESULT_HEADER, result);
		}
		InjectedHeaders.write(outcome, headers::set, headers::remove);
	}

}
