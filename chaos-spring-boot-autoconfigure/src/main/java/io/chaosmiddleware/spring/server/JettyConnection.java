package io.chaosmiddleware.spring.server;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a request to Jetty, or its stream.
 */
final class JettyConnection {

	private JettyConnection() {
	}

	static @Nullable ServerConnection of(Object request) {
		Request core = (request instanceof Request jetty) ? jetty
				: ServletContextRequest.getServletContextRequest((ServletRequest) request);
		Connection connection = core.getConnectionMetaData().getConnection();
		if (core.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
			return Http2.of(connection, core);
		}
		return Socket.of(connection.getEndPoint());
	}

	/**
	 * HTTP/1.1: without the layer of TLS, which would write its end.
	 */
	private record Socket(EndPoint endPoint, SocketChannel channel) implements ServerConnection {

		private static @Nullable Socket of(EndPoint endPoint) {
			EndPoint unwrapped = endPoint;
			while (unwrapped instanceof EndPoint.Wrapper wrapper) {
				unwrapped = wrapper.unwrap();
			}
			return (unwrapped.getTransport() instanceof SocketChannel channel) ? new Socket(unwrapped, channel) : null;
		}

		@Override
		public void reset() throws Exception {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			this.endPoint.close();
		}

		@Override
		public void close() {
			this.endPoint.close();
		}

	}

	/**
	 * HTTP/2, which an application may lack.
	 */
	private record Http2(Request request, Stream stream) implements ServerConnection {

		private static @Nullable Http2 of(Connection connection, Request request) {
			Stream stream = ((HTTP2Connection) connection).getSession().getStream(Integer.parseInt(request.getId()));
			return (stream != null) ? new Http2(request, stream) : null;
		}

		@Override
		public void reset() {
			end(ErrorCode.INTERNAL_ERROR);
		}

		@Override
		public void close() {
			end(ErrorCode.CANCEL_STREAM_ERROR);
		}

		private void end(ErrorCode code) {
			// else what is written later fails in a way that is worth a warning
			this.request.addHttpStreamWrapper(Broken::new);
			this.stream.reset(new ResetFrame(this.stream.getId(), code.code), Callback.NOOP);
		}

	}

	/**
	 * A stream whose client has gone.
	 */
	private static final class Broken extends HttpStream.Wrapper {

		private Broken(HttpStream stream) {
			super(stream);
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			callback.failed(new EofException("The stream was broken"));
		}

	}

}
