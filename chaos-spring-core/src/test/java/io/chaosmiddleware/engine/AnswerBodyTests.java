package io.chaosmiddleware.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers whose body is changed while it is sent.
 */
@DisplayName("The body of an answer")
class AnswerBodyTests {

	private final AttackEngine engine = AttackEngine.builder().maxConcurrentDelays(1).build();

	@ParameterizedTest
	@CsvSource({ "50%,1000,500", "0%,1000,0", "33.3333%,3000000,999999", "99.9999%,2,1", "1KB,5000,1024", "0B,10,0" })
	void isTruncated(String value, int length, int sent) {
		AnswerBody body = begin(length, action("truncate", value));

		assertThat(send(body, new byte[length], 7).size()).isEqualTo(sent);
	}

	@Test
	void thatIsShortIsNotTruncated() {
		assertThat(begin(1024, action("truncate", "1KB")).outcome().resultHeader())
			.isEqualTo("truncate;verdict=skipped;reason=short-answer");
	}

	@Test
	void whoseLengthIsNotKnownIsTruncatedByBytesOnly() {
		assertThat(begin(-1, action("truncate", "50%")).outcome().resultHeader())
			.isEqualTo("truncate;verdict=skipped;reason=length-unknown");
		assertThat(send(begin(-1, action("truncate", "10B")), new byte[100], 3).size()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "100%", "10%", "1%", "0.0001%" })
	void isCorruptedInItsPartButNotInItsLength(String value) {
		int length = 100_000;
		AnswerBody body = begin(length, action("corrupt", value));
		byte[] original = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);

		byte[] sent = send(body, original.clone(), 1000).toByteArray();

		assertThat(sent).hasSize(length);
		long share = Math.max(1, Math.round(length * Double.parseDouble(value.replace("%", "")) / 100));
		assertThat(changed(original, sent)).isEqualTo(share);
	}

	@Test
	void thatIsShortIsCorruptedToo() {
		byte[] original = "ok".getBytes(StandardCharsets.US_ASCII);
		byte[] sent = send(begin(2, action("corrupt", "0.0001%")), original.clone(), 2).toByteArray();

		assertThat(changed(original, sent)).isOne();
	}

	@Test
	void isCorruptedInTheSameWayWithTheSameSeed() {
		byte[][] sent = new byte[2][];
		for (int i = 0; i < 2; i++) {
			AttackEngine seeded = AttackEngine.builder().random(new java.util.Random(42)).build();
			sent[i] = send(begin(seeded, 1000, action("corrupt", "5%")), new byte[1000], 100).toByteArray();
		}

		assertThat(sent[0]).isEqualTo(sent[1]);
	}

	@Test
	void isChangedByAllActionsInOrder() {
		AnswerBody body = begin(1000, action("corrupt", "100%"), action("truncate", "50%"), action("truncate", "100B"));

		byte[] sent = send(body, new byte[1000], 1000).toByteArray();

		assertThat(sent).hasSize(100);
		assertThat(changed(new byte[100], sent)).isEqualTo(100);
		assertThat(body.outcome().isInjected()).isTrue();
	}

	@Test
	void isThrottledInSmallPieces() {
		AnswerBody body = begin(100_000, action("throttle", "20KB/s"));

		assertThat(body.piece(100_000)).isEqualTo(1024);
		Duration first = body.pause(1024);
		Duration second = body.pause(1024);

		assertThat(first).isBetween(Duration.ofMillis(30), Duration.ofMillis(50));
		assertThat(second).isBetween(Duration.ofMillis(60), Duration.ofMillis(100));
		assertThat(body.outcome().resultHeader()).isEqualTo("throttle;verdict=injected;bps=20480");
		assertThat(body.outcome().isInjected()).as("may be cached").isFalse();
	}

	@Test
	void whosePiecesAreVerySmallIsNotHeldBackForEachOfThem() {
		AnswerBody body = begin(-1, action("throttle", "100KB/s"));
		Duration pause = Duration.ZERO;
		int bytes = 0;
		while (pause.isZero()) {
			pause = body.pause(1);
			bytes++;
		}

		assertThat(pause).isBetween(Duration.ofMillis(10), Duration.ofMillis(11));
		assertThat(bytes).as("bytes of 10 ms").isGreaterThan(1000);
	}

	@Test
	void isThrottledToTheLowestOfSeveralBandwidths() {
		assertThat(begin(1, action("throttle", "1MB/s"), action("throttle", "2KB/s")).piece(5000)).isEqualTo(102);
	}

	@Test
	void holdsAPlaceWhileItIsThrottled() {
		AnswerBody body = begin(10, action("throttle", "1KB/s"));
		assertThat(this.engine.runningDelays()).isOne();
		assertThat(begin(10, action("throttle", "1KB/s"), action("corrupt", "1%")).outcome().resultHeader())
			.isEqualTo("throttle;verdict=skipped;reason=limit-concurrent, corrupt;verdict=injected;percent=1");

		body.close();
		body.close();

		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void passesAsItIsOnceAttacksAreHalted() {
		AnswerBody slow = begin(-1, action("throttle", "1KB/s"), action("corrupt", "100%"), action("truncate", "1B"));
		boolean[] woken = new boolean[1];
		slow.onHalt(() -> woken[0] = true);

		this.engine.control().halt(null);
		byte[] sent = send(slow, new byte[100], 100).toByteArray();

		assertThat(woken[0]).isTrue();
		assertThat(sent).isEqualTo(new byte[100]);
		assertThat(slow.pause(1_000_000)).isZero();
	}

	@Test
	void isLeftAloneIfAttacksWereHaltedBefore() {
		Performance performance = performed(this.engine, action("throttle", "1KB/s"));
		this.engine.control().halt(null);

		AnswerBody body = performance.beginAnswer(null, 10);

		assertThat(body.isChanged()).isFalse();
		assertThat(body.outcome().resultHeader()).isEqualTo("throttle;verdict=skipped;reason=halted");
		assertThat(this.engine.runningDelays()).as("until it is closed").isLessThanOrEqualTo(1);
		body.close();
		assertThat(this.engine.runningDelays()).isZero();
	}

	@Test
	void thatIsAbsentIsNotChanged() {
		AnswerBody body = performed(this.engine, action("throttle", "1KB/s"), action("corrupt", "1%"))
			.beginAnswer(Reason.NO_BODY, 0);

		assertThat(body.isChanged()).isFalse();
		assertThat(body.outcome().resultHeader())
			.isEqualTo("throttle;verdict=skipped;reason=no-body, corrupt;verdict=skipped;reason=no-body");
	}

	@Test
	void thatARequestDoesNotAskForIsNotSaidToBeChanged() {
		RequestView head = RequestView.of("HEAD", "/users",
				TestAttacks.document(action("corrupt", "1%"), action("truncate", "1B")));

		assertThat(this.engine.explain(head).decision().resultHeader())
			.isEqualTo(this.engine.decide(head).resultHeader())
			.isEqualTo("corrupt;verdict=skipped;reason=no-body, truncate;verdict=skipped;reason=no-body");
	}

	@Test
	void ofAnInjectedAnswerIsChangedToo() {
		Performance performance = performed(this.engine, action("status", "503"), action("truncate", "0B"),
				"{\"name\":\"delay\",\"value\":\"1\"}");
		assertThat(performance.actsOnAnswer()).isTrue();
		assertThat(performance.soFar().reply()).isNotNull();

		Outcome outcome = performance.beginAnswer(null, 10).outcome();

		assertThat(outcome.reply()).isEqualTo(performance.reply());
		assertThat(outcome.resultHeader()).isEqualTo("status;verdict=injected;status=503, "
				+ "truncate;verdict=injected;bytes=0, delay;verdict=skipped;reason=after-outcome");
	}

	@Test
	void beginsOnce() {
		Performance performance = performed(this.engine, action("corrupt", "1%"));

		assertThat(performance.beginAnswer(null, 1)).isNotNull();
		assertThat(performance.beginAnswer(null, 1)).isNull();
		assertThat(performance.actsOnAnswer()).isFalse();
		assertThat(performance.abandon().resultHeader()).isEqualTo("corrupt;verdict=injected;percent=1");
	}

	@Test
	void isNotChangedByAHostThatCannotDoSo() {
		Outcome outcome = this.engine
			.begin(this.engine.decide(RequestView.of("GET", "/users", TestAttacks.document(action("corrupt", "1%")))))
			.await();

		assertThat(outcome.resultHeader()).isEqualTo("corrupt;verdict=skipped;reason=unsupported");
	}

	@Test
	void isNotCalledHaltedIfTheHostDoesNotChangeIt() {
		assertThat(performed(this.engine, action("corrupt", "1%")).finish().resultHeader())
			.isEqualTo("corrupt;verdict=skipped;reason=unsupported");
	}

	@Test
	void isFilteredAnewIfTheApplicationBeginsAnew() {
		AnswerBody body = begin(-1, action("truncate", "10B"));
		send(body, new byte[10], 10);

		body.begin(-1);

		assertThat(send(body, new byte[100], 10).size()).isEqualTo(10);
	}

	private static long changed(byte[] original, byte[] sent) {
		long changed = 0;
		for (int i = 0; i < original.length; i++) {
			changed += (original[i] != sent[i]) ? 1 : 0;
		}
		return changed;
	}

	private static ByteArrayOutputStream send(AnswerBody body, byte[] bytes, int size) {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		for (int i = 0; i < bytes.length; i += size) {
			byte[] piece = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size));
			int passed = body.filter(piece, 0, piece.length);
			sent.write(piece, 0, passed);
			if (passed < piece.length) {
				break;
			}
		}
		return sent;
	}

	private static String action(String name, String value) {
		return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
	}

	private AnswerBody begin(long length, String... actions) {
		return begin(this.engine, length, actions);
	}

	private static AnswerBody begin(AttackEngine engine, long length, String... actions) {
		return performed(engine, actions).beginAnswer(null, length);
	}

	private static Performance performed(AttackEngine engine, String... actions) {
		Performance performance = engine
			.begin(engine.decide(RequestView.of("GET", "/users", TestAttacks.document(actions))));
		performance.perform();
		return performance;
	}

}
