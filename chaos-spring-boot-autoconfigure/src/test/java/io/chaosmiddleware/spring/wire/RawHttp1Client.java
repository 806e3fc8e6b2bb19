package io.chaosmiddleware.spring.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/1.1 that reads bytes and asks for nothing, so that nothing is hidden:
 * what came, and whether the connection was then closed or reset.
 */
public final class RawHttp1Client {

	private RawHttp1Client() {
	}

	/**
	 * Send a request on a connection of its own, and read its answer to the end. If the
	 * answer is complete, the connection is not waited for.
	 * @param port the port on this machine
	 * @param method the method
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @param body the body, or {@code null}
	 * @return what came
	 */
	public static Received send(int port, String method, String path, List<String> headers, byte @Nullable [] body) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return send(socket, method, path, headers, body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(method + " " + path, ex);
		}
	}

	/**
	 * Send a GET on a connection of its own.
	 * @param port the port on this machine
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @return what came
	 */
	public static Received get(int port, String path, String... headers) {
		return send(port, "GET", path, List.of(headers), null);
	}

	/**
	 * Send a request on a connection that is open, perhaps one of TLS.
	 * @param socket the connection
	 * @param method the method
	 * @param path the path and query
	 * @param headers the headers, as pairs of name and value
	 * @param body the body, or {@code null}
	 * @return what came
	 * @throws IOException if that ends in any other way than by a reset
	 */
	public static Received send(Socket socket, String method, String path, List<String> headers, byte @Nullable [] body)
			throws IOException {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (int i = 0; i < headers.size(); i += 2) {
			request.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
		}
		if (body != null) {
			request.append("Content-Length: ").append(body.length).append("\r\n");
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		if (body != null) {
			bytes.writeBytes(body);
		}
		socket.setSoTimeout(20_000);
		socket.getOutputStream().write(bytes.toByteArray());
		return receive(socket.getInputStream(), method);
	}

	private static Received receive(InputStream stream, String method) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] buffer = new byte[65536];
		while (true) {
			int read;
			try {
				read = stream.read(buffer);
			}
			catch (SocketTimeoutException ex) {
				throw new IOException("Nothing came after " + bytes.toString(StandardCharsets.ISO_8859_1), ex);
			}
			catch (SocketException ex) {
				if (!"Connection reset".equals(ex.getMessage())) {
					throw ex;
				}
				return answer(bytes.toByteArray(), Received.Ending.RESET, method);
			}
			if (read < 0) {
				return answer(bytes.toByteArray(), Received.Ending.CLOSED, method);
			}
			bytes.write(buffer, 0, read);
			Received received = answer(bytes.toByteArray(), Received.Ending.CLOSED, method);
			if (received.ending() == Received.Ending.COMPLETE) {
				return received;
			}
		}
	}

	private static Received answer(byte[] bytes, Received.Ending ending, String method) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		if (end < 0) {
			return new Received(0, Map.of(), new byte[0], bytes, ending, -1);
		}
		int status = Integer.parseInt(text.substring(9, 12));
		Map<String, List<String>> headers = new LinkedHashMap<>();
		text.substring(0, end).lines().skip(1).forEach((line) -> {
			String[] parts = line.split(":", 2);
			headers.merge(parts[0].toLowerCase(Locale.ROOT), List.of(parts[1].strip()), RawHttp1Client::both);
		});
		byte[] content = Arrays.copyOfRange(bytes, end + 4, bytes.length);
		boolean empty = method.equals("HEAD") || status == 204 || status == 304;
		if (headers.containsKey("transfer-encoding") && !empty) {
			return chunked(status, headers, content, bytes, ending);
		}
		int length = empty ? 0
				: Integer.parseInt(headers.getOrDefault("content-length", List.of("" + Integer.MAX_VALUE)).get(0));
		return new Received(status, headers, content, bytes,
				(content.length >= length) ? Received.Ending.COMPLETE : ending, -1);
	}

	private static Received chunked(int status, Map<String, List<String>> headers, byte[] content, byte[] bytes,
			Received.Ending ending) {
		String text = new String(content, StandardCharsets.ISO_8859_1);
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int start = 0;
		boolean complete = false;
		for (int line = text.indexOf("\r\n"); line >= 0 && !complete; line = text.indexOf("\r\n", start)) {
			int size = Integer.parseInt(text.substring(start, line), 16);
			int available = Math.min(size, content.length - line - 2);
			body.write(content, line + 2, available);
			start = line + 2 + size + 2;
			complete = size == 0 && text.endsWith("\r\n\r\n");
			if (start > content.length) {
				break;
			}
		}
		return new Received(status, headers, body.toByteArray(), bytes, complete ? Received.Ending.COMPLETE : ending,
				-1);
	}

	private static List<String> both(List<String> some, List<String> others) {
		return Stream.concat(some.stream(), others.stream()).toList();
	}

}
