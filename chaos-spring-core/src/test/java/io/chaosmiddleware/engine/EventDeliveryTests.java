package io.chaosmiddleware.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class EventDeliveryTests {

	private final AtomicInteger lost = new AtomicInteger();

	private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

	private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());

	private static AttackEvent event(int number) {
		return new AttackEvent.Halted(Instant.ofEpochSecond(number), null);
	}

	private static AttackEvent decided(int number) {
		return new AttackEvent.Decided(Instant.ofEpochSecond(number), Outcome.NONE);
	}

	private void deliverTo(AttackEvent event) {
		this.delivered.add((int) event.time().getEpochSecond());
	}

	private EventDelivery delivery() {
		return new EventDelivery(this::deliverTo, this.failures::add, this.lost::incrementAndGet);
	}

	private EventDelivery deliveryThatWaitsFor(CountDownLatch release) {
		return new EventDelivery((event) -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			deliverTo(event);
		}, this.failures::add, this.lost::incrementAndGet);
	}

	@Test
	void tellsOnADaemonThreadOfItsOwn() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		try (EventDelivery delivery = new EventDelivery((event) -> thread.complete(Thread.currentThread()),
				this.failures::add, this.lost::incrementAndGet)) {
			delivery.deliver(event(1));

			assertThat(thread.join()).isNotSameAs(Thread.currentThread());
			assertThat(thread.join().isDaemon()).isTrue();
			assertThat(thread.join().getName()).isEqualTo("chaos-listener");
		}
	}

	@Test
	void hasNoThreadBeforeTheFirstEvent() {
		int before = Thread.activeCount();
		List<EventDelivery> deliveries = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			deliveries.add(delivery());
		}

		assertThat(Thread.activeCount()).isLessThan(before + 100);
		deliveries.forEach(EventDelivery::close);
	}

	@Test
	void keepsTheOrderOfOneThreadAndLosesNothingOfMany() throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		EventDelivery delivery = delivery();
		for (int thread = 0; thread < 4; thread++) {
			int first = thread * 2000;
			threads.execute(() -> {
				for (int i = 0; i < 2000; i++) {
					delivery.deliver(event(first + i));
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

		delivery.close();

		assertThat(this.lost).hasValue(0);
		assertThat(this.delivered).hasSize(8000).doesNotHaveDuplicates();
		for (int thread = 0; thread < 4; thread++) {
			int first = thread * 2000;
			assertThat(this.delivered.stream().filter((number) -> number / 2000 == first / 2000).toList()).isSorted();
		}
	}

	@Test
	void whoeverDeliversDoesNotWaitForAListenerThatBlocksAndEventsAboveTheCapacityAreLost() {
		CountDownLatch release = new CountDownLatch(1);
		EventDelivery delivery = deliveryThatWaitsFor(release);

		for (int i = 0; i < EventDelivery.CAPACITY + 5; i++) {
			delivery.deliver(decided(i));
		}

		assertThat(this.lost).hasValue(5);
		release.countDown();
		delivery.close();
		assertThat(this.delivered).hasSize(EventDelivery.CAPACITY).isSorted();
	}

	@Test
	void aCloseDoesNotWaitForAListenerThatBlocksForEver() {
		EventDelivery delivery = new EventDelivery((event) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.delivered.add(-1);
			}
		}, this.failures::add, this.lost::incrementAndGet);
		delivery.deliver(event(1));

		delivery.close();
		delivery.deliver(event(2));

		while (this.delivered.isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(this.delivered).containsExactly(-1);
		assertThat(this.lost).hasValue(0);
	}

	@Test
	void goesOnAfterAListenerThatThrew() {
		EventDelivery delivery = new EventDelivery((event) -> {
			deliverTo(event);
			throw new StackOverflowError();
		}, this.failures::add, this.lost::incrementAndGet);
		delivery.deliver(event(1));
		delivery.deliver(event(2));

		delivery.close();

		assertThat(this.delivered).containsExactly(1, 2);
		assertThat(this.failures).hasSize(2).hasOnlyElementsOfType(StackOverflowError.class);
	}

	@Test
	void isToldOnlyOfTheTypesOfEventsThatItAsksFor() {
		EventDelivery delivery = new EventDelivery(new AttackListener() {

			@Override
			public void onEvent(AttackEvent event) {
				deliverTo(event);
			}

			@Override
			public List<Class<? extends AttackEvent>> eventTypes() {
				return List.of(AttackEvent.Resumed.class);
			}

		}, this.failures::add, this.lost::incrementAndGet);
		delivery.deliver(event(1));
		delivery.deliver(new AttackEvent.Resumed(Instant.ofEpochSecond(2), null));

		delivery.close();

		assertThat(this.delivered).containsExactly(2);
	}

	@Test
	void aFloodOfDecisionsDoesNotPushOutWhatMatters() {
		CountDownLatch release = new CountDownLatch(1);
		EventDelivery delivery = deliveryThatWaitsFor(release);
		for (int i = 0; i < EventDelivery.CAPACITY + 5; i++) {
			delivery.deliver(decided(i));
		}
		delivery.deliver(event(-1));

		release.countDown();
		delivery.close();

		assertThat(this.lost).hasValue(5);
		assertThat(this.delivered).hasSize(EventDelivery.CAPACITY + 1).endsWith(-1);
	}

	@Test
	void goesOnAsBeforeOnceThereAreThreadsAgain() {
		AtomicInteger attempts = new AtomicInteger();
		EventDelivery delivery = new EventDelivery(this::deliverTo, this.failures::add, this.lost::incrementAndGet,
				(task) -> {
					if (attempts.getAndIncrement() < 2) {
						throw new OutOfMemoryError("no thread");
					}
					return new Thread(task);
				});
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> delivery.deliver(event(1)));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> delivery.deliver(event(2)));

		for (int i = 3; i <= 6; i++) {
			delivery.deliver(event(i));
			int number = i;
			while (!this.delivered.contains(number)) {
				Thread.onSpinWait();
			}
		}

		delivery.close();
		assertThat(this.delivered).containsExactly(3, 4, 5, 6);
	}

}
