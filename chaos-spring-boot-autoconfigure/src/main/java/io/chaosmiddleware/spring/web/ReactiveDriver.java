package io.chaosmiddleware.spring.web;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Performance;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Performs steps without holding a thread. A subscriber that cancels ends the
 * performance.
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
	 * @param performance what has begun
	 * @param timer where pauses end, and where the request goes on
	 * @param answered whether the request has been answered, and so cannot fail any more
	 * @return what was really done
	 */
	public static Mono<Outcome> perform(Performance performance, Timer timer, BooleanSupplier answered) {
		ReactiveDriver driver = new ReactiveDriver(performance, timer, answered);
		return driver.next()
			.then(Mono.fromSupplier(performance::finish))
			// whenever that is, its place must not be lost
			.doOnCancel(performance::abandon);
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
			// whoever halts must not have to run the handlers
			this.performance.onHalt(() -> schedule(Duration.ZERO, sink));
			sink.onDispose(schedule(pause.duration(), sink));
		})
			// without a timer a request is not delayed, and is not failed either
			.onErrorComplete();
	}

	@Override
	public Mono<Void> fail(Fail fail) {
		if (this.answered.getAsBoolean()) {
			return Mono.fromRunnable(this.performance::abandon);
		}
		Mono<Void> make = Mono.fromRunnable(() -> this.performance.make(fail));
		if (!this.performance.mayBlock(fail)) {
			return make;
		}
		// what the application does where its exceptions are made must not hold up the
		// event loop
		return make.subscribeOn(Schedulers.boundedElastic())
			.onErrorResume(RejectedExecutionException.class, (ex) -> Mono.fromRunnable(this.performance::abandon))
			.then(Mono.create((sink) -> sink.onDispose(schedule(Duration.ZERO, sink))));
	}

	private Disposable schedule(Duration delay, MonoSink<Void> sink) {
		try {
			return this.timer.schedule(sink::success, delay);
		}
		catch (RejectedExecutionException ex) {
			// a timer that is shut down is no reason to fail a request
			sink.success();
			return Disposables.disposed();
		}
	}

	/**
	 * Runs something later, where the request belongs.
	 */
	@FunctionalInterface
	public interface Timer {

		/**
		 * Run a task later.
		 * @param task the task
		 * @param delay how much later
		 * @return what cancels it
		 * @throws RejectedExecutionException if no task runs any more
		 */
		Disposable schedule(Runnable task, Duration delay);

	}

}
