package io.chaosmiddleware.spring.web;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import io.chaosmiddleware.engine.Performance;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Performs steps without blocking a thread. The caller has to end the performance, also
 * if the subscriber cancels.
 */
public final class ReactiveDriver implements StepHandler<Mono<Void>> {

	private final Performance performance;

	private final Timer timer;

	private final BooleanSupplier answered;

	private ReactiveDriver(Performance performance, Timer timer, BooleanSupplier answered) {
		this.performance = performance;
		this.timer = timer;
		this.answered = answered;
	}

	/**
	 * Perform all steps.
	 * @param performance the performance, which has begun
	 * @param timer the timer, which also determines the thread on which the request
	 * continues
	 * @param answered tells whether the response has been committed, so the request
	 * cannot fail any more
	 * @return completes when there are no more steps
	 */
	public static Mono<Void> perform(Performance performance, Timer timer, BooleanSupplier answered) {
		return new ReactiveDriver(performance, timer, answered).next();
	}

	private Mono<Void> next() {
		return Mono.defer(() -> {
			Step step = this.performance.next();
			return (step != null) ? step.accept(this).then(next()) : Mono.empty();
		});
	}

	@Override
	public Mono<Void> pause(Pause pause) {
		return Mono.<Void>create((sink) -> {
			// The request continues on its timer, so that the thread that halts does not
			// have to run the handlers.
			this.performance.onHalt(() -> schedule(Duration.ZERO, sink));
			sink.onDispose(schedule(this.performance.remaining(pause), sink));
		})
			// If the timer is not available the request is not delayed, but must not fail
			// either.
			.onErrorComplete();
	}

	@Override
	public Mono<Void> fail(Fail fail) {
		if (this.answered.getAsBoolean()) {
			return Mono.fromRunnable(() -> this.performance.abandon(Reason.COMMITTED));
		}
		Mono<Void> make = Mono.fromRunnable(() -> this.performance.make(fail));
		if (!this.performance.mayBlock(fail)) {
			return make;
		}
		// Code of the application that runs when an exception is created must not block
		// the event loop.
		return make.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(RejectedExecutionException.class,
					(ex) -> Mono.fromRunnable(() -> this.performance.abandon(Reason.HALTED)))
			.then(Mono.create((sink) -> sink.onDispose(schedule(Duration.ZERO, sink))));
	}

	@Override
	public Mono<Void> reply(Reply reply) {
		return unlessAnswered(() -> this.performance.answer(reply));
	}

	@Override
	public Mono<Void> endConnection(EndConnection end) {
		return unlessAnswered(() -> this.performance.disconnect(end));
	}

	private Mono<Void> unlessAnswered(Runnable outcome) {
		return Mono.fromRunnable(() -> {
			if (this.answered.getAsBoolean()) {
				this.performance.abandon(Reason.COMMITTED);
			}
			else {
				outcome.run();
			}
		});
	}

	private Disposable schedule(Duration delay, MonoSink<Void> sink) {
		try {
			return this.timer.schedule(sink::success, delay);
		}
		catch (RejectedExecutionException ex) {
			// A request must not fail because the timer is shut down.
			sink.success();
			return Disposables.disposed();
		}
	}

	/**
	 * Runs tasks later, on the thread that the request belongs to.
	 */
	@FunctionalInterface
	public interface Timer {

		/**
		 * Run a task later.
		 * @param task the task
		 * @param delay how long to wait before the task runs
		 * @return a handle that cancels the task
		 * @throws RejectedExecutionException if the timer does not accept tasks any more
		 */
		Disposable schedule(Runnable task, Duration delay);

	}

}
