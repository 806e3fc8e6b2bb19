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
					? new Socket(connected, socket, socket.getSocket().getIOChannel()) : null;
		}
		if (processor.getClass().getName().equals("org.apache.coyote.http2.StreamProcessor")) {
			return new Stream(TomcatMember.HANDLER.read(processor), TomcatMember.STREAM.read(processor),
					Integer.parseInt(connected.getProtocolRequestId()));
		}
		return null;
	}

	/**
	 * HTTP/1.1: without the layer of TLS, which would write its end.
	 */
	private record Socket(Request request, NioSocketWrapper socket, SocketChannel channel) implements ServerConnection {

		@Override
		public void reset() throws Exception {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			close();
		}

		@Override
		public void close() throws Exception {
			// the application must not be told of a closed channel, which no client
			// causes
			this.request.getResponse().setSuspended(true);
			this.channel.close();
			// the selector still holds the channel, and lets it go when it runs next
			this.socket.getPoller().getSelector().wakeup();
			// as after a failed write; an asynchronous request would be abandoned by
			// that,
			// and notices anyway when it is over
			if (!this.request.isAsync()) {
				this.request.getResponse()
					.getCoyoteResponse()
					.action(ActionCode.CLOSE_NOW, new ClientAbortException("The connection was broken"));
			}
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
			Object state = TomcatMember.STATE.read(this.stream);
			Object exception = TomcatMember.NEW_EXCEPTION.create("The stream was broken", error.read(null), this.id);
			// a few resets in a row count as an attack, which ends the connection
			int weight = ((Http2Protocol) TomcatMember.PROTOCOL.call(this.handler)).getOverheadResetFactor();
			((AtomicLong) TomcatMember.OVERHEAD.read(this.handler)).addAndGet(-weight);
			TomcatMember.DISCARD_OUTPUT.call(this.stream);
			TomcatMember.SEND_RESET.call(this.handler, state, exception);
			TomcatMember.RECEIVED_RESET.call(state);
			TomcatMember.RELEASE_WRITERS.call(this.stream);
		}

	}

}
