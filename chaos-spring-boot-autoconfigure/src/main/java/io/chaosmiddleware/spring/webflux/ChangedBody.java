package io.chaosmiddleware.spring.webflux;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

import io.chaosmiddleware.engine.AnswerBody;
import io.chaosmiddleware.spring.server.ClientConnection;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The body of an answer that is changed while it is sent, piece by piece and as fast as
 * it is read. No thread waits for the pause before a piece.
 */
final class ChangedBody {

	private final AnswerBody body;

	private final DataBufferFactory buffers;

	private final RequestTimer timer;

	private final @Nullable ClientConnection connection;

	/**
	 * Create a body.
	 * @param body what is done to it
	 * @param buffers makes buffers
	 * @param timer times the pauses
	 * @param connection ends if not the whole body is sent
	 */
	ChangedBody(AnswerBody body, DataBufferFactory buffers, RequestTimer timer, @Nullable ClientConnection connection) {
		this.body = body;
		this.buffers = buffers;
		this.timer = timer;
		this.connection = connection;
	}

	/**
	 * Return the body in parts, each of which has to be sent at once.
	 * @param source the original body, whose buffers are released
	 */
	Flux<Publisher<DataBuffer>> of(Publisher<? extends DataBuffer> source) {
		// Nothing is fetched in advance, so that no buffer waits here when the client
		// goes away.
		return Flux.from(source)
			.concatMap(this::pieces, 0)
			.takeUntil(Piece::isLast)
			.concatMap(this::send, 0)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	/** Copy the bytes of a buffer, and release it. */
	static byte[] read(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private Flux<Piece> pieces(DataBuffer buffer) {
		byte[] bytes = read(buffer);
		return (bytes.length == 0) ? Flux.empty() : Flux.<Piece, Integer>generate(() -> 0, (offset, sink) -> {
			int length = this.body.piece(bytes.length - offset);
			int sent = this.body.filter(bytes, offset, length);
			sink.next(new Piece(bytes, offset, sent, sent < length));
			if (sent < length || offset + length == bytes.length) {
				sink.complete();
			}
			return offset + length;
		}).concatMap((piece) -> pause(piece.length).thenReturn(piece), 0);
	}

	private Mono<Void> pause(int length) {
		Duration pause = (length > 0) ? this.body.pause(length) : Duration.ZERO;
		if (pause.isZero()) {
			return Mono.empty();
		}
		return Mono.<Void>create((sink) -> {
			// The body goes on on the thread of its request, and not on the one that
			// halts.
			this.body.onHalt(() -> wake(sink));
			sink.onDispose(this.timer.schedule(sink::success, pause));
		}).onErrorComplete();
	}

	private void wake(MonoSink<Void> sink) {
		try {
			this.timer.schedule(sink::success, Duration.ZERO);
		}
		catch (RejectedExecutionException ex) {
			sink.success();
		}
	}

	private Flux<Publisher<DataBuffer>> send(Piece piece) {
		Flux<Publisher<DataBuffer>> sent = (piece.length > 0)
				? Flux.just(Mono.fromSupplier(() -> this.buffers.wrap(piece.bytes).slice(piece.offset, piece.length)))
				: Flux.empty();
		return piece.isLast ? sent.concatWith(Mono.just(Mono.defer(this::breakOff))) : sent;
	}

	// This is a part of its own, which is subscribed to when those before have been sent.
	private Mono<DataBuffer> breakOff() {
		ClientConnection connection = this.connection;
		return (connection != null && connection.close()) ? BrokenConnection.end(this.timer)
				: Mono.error(new IOException("The connection did not end with a part of the answer"));
	}

	/**
	 * A piece of the body.
	 *
	 * @param bytes contains the piece
	 * @param offset where it begins
	 * @param length how many bytes are sent
	 * @param isLast whether the connection ends after it
	 */
	private record Piece(byte[] bytes, int offset, int length, boolean isLast) {

	}

}
