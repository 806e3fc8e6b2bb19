package io.chaosmiddleware.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Delivers events to one listener, in order, on one daemon thread that only exists while
 * there are events. Callers do not wait, and do not take a lock while other events are
 * being delivered. Safe for use by many threads.
 */
final class EventDelivery implements AutoCloseable {

	/**
	 * The number of events that may wait before further decisions are dropped. The number
	 * is limited, since anybody can cause decisions, and they hold exceptions and
	 * verdicts.
	 */
	static final int CAPACITY = 1000;

	// All other events are rare, and users rely on them.
	private static final int RARE_CAPACITY = 10_000;

	private static final long KEEP_ALIVE_SECONDS = 10;

	private static final long CLOSE_SECONDS = 1;

	private final AttackListener listener;

	private final List<Class<? extends AttackEvent>> eventTypes;

	private final Consumer<Throwable> onFailure;

	private final Runnable onLoss;

	private final Queue<AttackEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final ThreadPoolExecutor executor;

	/**
	 * Create a delivery.
	 * @param listener the listener that gets the events
	 * @param onFailure called when the listener throws an exception
	 * @param onLoss called when an event is dropped, since too many are waiting
	 */
	EventDelivery(AttackListener listener, Consumer<Throwable> onFailure, Runnable onLoss) {
		this(listener, onFailure, onLoss, (task) -> EngineTimer.thread(task, "chaos-listener"));
	}

	EventDelivery(AttackListener listener, Consumer<Throwable> onFailure, Runnable onLoss, ThreadFactory threads) {
		this.listener = listener;
		this.eventTypes = List.copyOf(listener.eventTypes());
		this.onFailure = onFailure;
		this.onLoss = onLoss;
		this.executor = new ThreadPoolExecutor(0, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
	}

	void deliver(AttackEvent event) {
		if (this.executor.isShutdown() || !isOfInterest(event)) {
			return;
		}
		if (this.waiting.get() >= ((event instanceof AttackEvent.Decided) ? CAPACITY : RARE_CAPACITY)) {
			this.onLoss.run();
			return;
		}
		this.events.add(event);
		if (this.waiting.getAndIncrement() == 0) {
			start();
		}
	}

	private boolean isOfInterest(AttackEvent event) {
		for (int i = 0; i < this.eventTypes.size(); i++) {
			if (this.eventTypes.get(i).isInstance(event)) {
				return true;
			}
		}
		return false;
	}

	private void start() {
		try {
			this.executor.execute(this::drain);
		}
		catch (RejectedExecutionException ex) {
			// The delivery is closed, so the listener does not get any more events.
			this.events.clear();
		}
		catch (RuntimeException | Error ex) {
			// No thread could be started. The next event tries again.
			this.executor.getQueue().clear();
			this.events.clear();
			this.waiting.set(0);
			throw ex;
		}
	}

	private void drain() {
		do {
			AttackEvent event = this.events.poll();
			if (event != null) {
				tell(event);
			}
		}
		while (this.waiting.updateAndGet((count) -> Math.max(0, count - 1)) > 0);
	}

	private void tell(AttackEvent event) {
		try {
			this.listener.onEvent(event);
		}
		catch (Throwable ex) {
			this.onFailure.accept(ex);
		}
	}

	/**
	 * Deliver the waiting events for up to a second, then stop delivering.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdownNow();
	}

}
