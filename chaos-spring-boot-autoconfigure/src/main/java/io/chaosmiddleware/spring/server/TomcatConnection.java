package io.chaosmiddleware.spring.server;

import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11Processor;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a request to Tomcat, or its stream.
 */
final class TomcatConnection {

	private TomcatConnection() {
	}

	static @Nullable ServerConnection of(Object request) throws ReflectiveOperationException {
		Request connected = (Request) TomcatMember.REQUEST.read(request);
		Response response = connected.getResponse().getCoyoteResponse();
		Object processor = TomcatMember.PROCESSOR.read(response);
		if (processor instanceof Http11Processor) {
			return (TomcatMember.SOCKET.read(processor) instanceof NioSocketWrapper socket)
					? new Socket(response, socket, socket.getSocket().getIOChannel()) : null;
		}
		if (processor.getClass().getName().equals("org.apache.coyote.http2.StreamProcessor")) {
			return new Stream(TomcatMember.HANDLER.read(processor), TomcatMember.STREAM.read(processor),
					Integer.parseInt(connected.getProtocolRequestId()));
		}
		return null;
	}

	/**
	 * HTTP/1.1.
	 */
	private record Socket(Response response, NioSocketWrapper socket,
			SocketChannel channel) implements ServerConnection {

		@Override
		public void reset() throws Exception {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			// without the layer of TLS, which would write its end
			this.channel.close();
			// the selector still holds the channel, and closes it when it runs next
			this.socket.getPoller().getSelector().wakeup();
			abort();
		}

		@Override
		public void close() throws Exception {
			this.channel.shutdownOutput();
			abort();
		}

		// as if a write had failed: the server must neither finish the answer nor wait
		// for
		// another request
		private void abort() {
			this.response.action(ActionCode.CLOSE_NOW, new ClientAbortException("The connection was broken"));
		}

	}

	/**
	 * HTTP/2. Tomcat sends a reset only after the request, and after the headers of an
	 * answer. Therefore the reset is sent here, and then the stream behaves as if its
	 * client had reset it.
	 */
	private record Stream(Object handler, Object stream, int id) implements ServerConnection {

		@Override
		public void reset() throws Exception {
			end(TomcatMember.INTERNAL_ERROR);
		}

		@Override
		public void close() throws Exception {
			end(TomcatMember.CANCEL);
		}

		private void end(TomcatMember error) throws ReflectiveOperationException {
			Object code = error.read(null);
			Object exception = TomcatMember.NEW_EXCEPTION.create("The stream was broken", code, this.id);
			// a few resets in a row count as an attack by the client, which ends the
			// connection
			int weight = ((Http2Protocol) TomcatMember.PROTOCOL.call(this.handler)).getOverheadResetFactor();
			((AtomicLong) TomcatMember.OVERHEAD.read(this.handler)).addAndGet(-weight);
			TomcatMember.DISCARD_OUTPUT.call(this.stream);
			TomcatMember.SEND_RESET.call(this.handler, TomcatMember.STATE.read(this.stream), exception);
			TomcatMember.RECEIVE_RESET.call(this.stream, TomcatMember.CODE.call(code));
		}

	}

}
