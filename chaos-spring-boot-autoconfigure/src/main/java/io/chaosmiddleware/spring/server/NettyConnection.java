package io.chaosmiddleware.spring.server;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The connection of a request to Reactor Netty, or its stream.
 */
final class NettyConnection {

	private NettyConnection() {
	}

	static @Nullable ServerConnection of(Object request) {
		AtomicReference<@Nullable Channel> found = new AtomicReference<>();
		((HttpServerRequest) request).withConnection((connection) -> found.set(connection.channel()));
		Channel channel = found.get();
		if (channel instanceof SocketChannel socket) {
			return new Socket(socket);
		}
		return (channel instanceof Http2StreamChannel stream) ? new Stream(stream) : null;
	}

	private static void run(Channel channel, Runnable action) {
		if (!channel.isActive()) {
			throw new IllegalStateException("The client has gone");
		}
		// now, if possible: what the application writes next must not get ahead
		if (channel.eventLoop().inEventLoop()) {
			action.run();
		}
		else {
			channel.eventLoop().execute(action);
		}
	}

	/**
	 * HTTP/1.1: past all handlers, which would write the end of an answer or of TLS.
	 */
	private record Socket(SocketChannel channel) implements ServerConnection {

		@Override
		public void reset() {
			run(this.channel, () -> {
				this.channel.flush();
				this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
				this.channel.unsafe().close(this.channel.voidPromise());
			});
		}

		@Override
		public void close() {
			// what was flushed may still wait for a slow client
			run(this.channel,
					() -> this.channel.pipeline()
						.firstContext()
						.writeAndFlush(Unpooled.EMPTY_BUFFER)
						.addListener((written) -> this.channel.unsafe().close(this.channel.voidPromise())));
		}

	}

	/**
	 * HTTP/2.
	 */
	private record Stream(Http2StreamChannel channel) implements ServerConnection {

		@Override
		public void reset() {
			end(Http2Error.INTERNAL_ERROR);
		}

		@Override
		public void close() {
			end(Http2Error.CANCEL);
		}

		private void end(Http2Error code) {
			run(this.channel, () -> {
				// a stream hands over its frames, and its connection sends them later
				this.channel.parent().flush();
				this.channel.pipeline()
					.firstContext()
					.writeAndFlush(new DefaultHttp2ResetFrame(code))
					.addListener((written) -> this.channel.unsafe().close(this.channel.voidPromise()));
			});
		}

	}

}
