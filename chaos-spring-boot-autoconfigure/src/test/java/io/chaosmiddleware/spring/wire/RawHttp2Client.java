package io.chaosmiddleware.spring.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/2 in clear text (with prior knowledge) that reads frame by frame
 * and hides nothing.
 */
public final class RawHttp2Client implements AutoCloseable {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RST_STREAM = 3;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int GOAWAY = 7;

	private static final int WINDOW_UPDATE = 8;

	private static final int CONTINUATION = 9;

	private static final int END_STREAM = 1;

	private static final int ACK = 1;

	private static final int END_HEADERS = 4;

	private static final int WINDOW = 1 << 26;

	private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

	private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

	private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

	private final List<String> frames = new CopyOnWriteArrayList<>();

	private final Socket socket;

	private int lastStream = -1;

	private RawHttp2Client(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Open a connection.
	 * @param port the port on this machine
	 * @return the connection
	 * @throws IOException if that fails
	 */
	public static RawHttp2Client connect(int port) throws IOException {
		RawHttp2Client client = new RawHttp2Client(new Socket(InetAddress.getLoopbackAddress(), port));
		client.socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		client.write(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array());
		client.write(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
		Thread reader = new Thread(client::readAll, "http2-client");
		reader.setDaemon(true);
		reader.start();
		return client;
	}

	/**
	 * Send a request on a new stream, and wait for the end of its answer.
	 * @param method the method
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @param body the body, or {@code null}
	 * @return what came
	 */
	public Received send(String method, String path, List<String> headers, byte @Nullable [] body) {
		try {
			return start(method, path, headers, body).get(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(method + " " + path + " " + this.frames, ex);
		}
	}

	/**
	 * Send a GET on a new stream, and wait for the end of its answer.
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @return what came
	 */
	public Received get(String path, String... headers) {
		return send("GET", path, List.of(headers), null);
	}

	/**
	 * Send a request on a new stream.
	 * @param method the method
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @param body the body, or {@code null}
	 * @return what will come
	 * @throws IOException if the connection is broken
	 */
	public synchronized CompletableFuture<Received> start(String method, String path, List<String> headers,
			byte @Nullable [] body) throws IOException {
		Http2Headers all = new DefaultHttp2Headers().method(method).scheme("http").authority("localhost").path(path);
		for (int i = 0; i < headers.size(); i += 2) {
			all.add(headers.get(i), headers.get(i + 1));
		}
		this.lastStream += 2;
		Answer answer = new Answer();
		this.answers.put(this.lastStream, answer);
		ByteBuf block = Unpooled.buffer();
		try {
			this.encoder.encodeHeaders(this.lastStream, all, block);
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
		byte[] bytes = new byte[block.readableBytes()];
		block.readBytes(bytes);
		write(HEADERS, END_HEADERS | ((body != null) ? 0 : END_STREAM), this.lastStream, bytes);
		if (body != null) {
			write(DATA, END_STREAM, this.lastStream, body);
		}
		return answer.received;
	}

	/**
	 * Return what came on the connection.
	 * @return the types of the frames with their streams, such as {@code RST_STREAM 1}
	 */
	public List<String> frames() {
		return this.frames;
	}

	private void readAll() {
		try {
			DataInputStream stream = new DataInputStream(this.socket.getInputStream());
			ByteBuf block = Unpooled.buffer();
			while (true) {
				int head = stream.readInt();
				int type = head & 0xff;
				int flags = stream.readUnsignedByte();
				int id = stream.readInt() & 0x7fffffff;
				byte[] payload = new byte[head >>> 8];
				stream.readFully(payload);
				read(type, flags, id, ByteBuffer.wrap(payload), block);
			}
		}
		catch (EOFException ex) {
			disconnected("FIN");
		}
		catch (Exception ex) {
			disconnected(ex.toString());
		}
	}

	private void disconnected(String how) {
		this.frames.add(how);
		this.answers.values().forEach((answer) -> answer.end(Received.Ending.DISCONNECTED, -1));
	}

	private void read(int type, int flags, int id, ByteBuffer payload, ByteBuf block) throws Exception {
		Answer answer = this.answers.getOrDefault(id, new Answer());
		switch (type) {
			case DATA -> {
				this.frames.add("DATA " + id + (((flags & END_STREAM) != 0) ? " END_STREAM" : ""));
				answer.body.write(payload.array(), 0, payload.remaining());
			}
			case HEADERS, CONTINUATION -> {
				this.frames.add(((type == HEADERS) ? "HEADERS " : "CONTINUATION ") + id
						+ (((flags & END_STREAM) != 0) ? " END_STREAM" : ""));
				block.writeBytes(payload);
				if ((flags & END_HEADERS) != 0) {
					answer.headers(this.decoder.decodeHeaders(id, block));
					block.clear();
				}
			}
			case RST_STREAM -> {
				this.frames.add("RST_STREAM " + id);
				answer.end(Received.Ending.RESET, payload.getInt());
			}
			case GOAWAY -> this.frames.add("GOAWAY " + payload.getInt(4));
			case SETTINGS, PING -> {
				if ((flags & ACK) == 0) {
					write(type, ACK, 0, (type == PING) ? payload.array() : new byte[0]);
				}
			}
			default -> {
			}
		}
		if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
			answer.end(Received.Ending.COMPLETE, -1);
		}
	}

	private synchronized void write(int type, int flags, int id, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.putInt((payload.length << 8) | type).put((byte) flags).putInt(id).put(payload);
		OutputStream stream = this.socket.getOutputStream();
		stream.write(frame.array());
		stream.flush();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * The answer on one stream.
	 */
	private static final class Answer {

		private final CompletableFuture<Received> received = new CompletableFuture<>();

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private final Map<String, List<String>> headers = new ConcurrentHashMap<>();

		private int status;

		private void headers(Http2Headers all) {
			if (all.status() != null) {
				this.status = Integer.parseInt(all.status().toString());
			}
			for (CharSequence name : all.names()) {
				if (name.charAt(0) != ':') {
					this.headers.put(name.toString(), all.getAll(name).stream().map(CharSequence::toString).toList());
				}
			}
		}

		private void end(Received.Ending ending, long code) {
			this.received.complete(new Received(this.status, Map.copyOf(this.headers), this.body.toByteArray(),
					new byte[0], ending, code));
		}

	}

}
