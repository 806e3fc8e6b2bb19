package io.chaosmiddleware.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A customer of the shop who keeps what came of an answer, as curl does, even if the
 * connection is broken.
 *
 * @param port where the shop is
 */
record RawShopClient(int port) {

	private static final String EMPTY = "curl: (52) Empty reply from server";

	private static final String RESET = "curl: (56) Recv failure: Connection reset by peer";

	// The rest of the message depends on the version of curl.
	private static final String SHORT = "curl: (18) …";

	ShopAnswer send(String method, String path, List<String> headers) {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (int i = 0; i < headers.size(); i += 2) {
			request.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			return receive(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ShopAnswer receive(InputStream stream) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		while (true) {
			int read;
			try {
				read = stream.read(buffer);
			}
			catch (SocketException ex) {
				return parse(received.toByteArray(), RESET, RESET);
			}
			if (read < 0) {
				return parse(received.toByteArray(), EMPTY, SHORT);
			}
			received.write(buffer, 0, read);
			ShopAnswer answer = parse(received.toByteArray(), EMPTY, SHORT);
			if (answer.failure().isEmpty()) {
				return answer;
			}
		}
	}

	private static ShopAnswer parse(byte[] bytes, String withoutAnswer, String withoutEnd) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		if (end < 0) {
			return new ShopAnswer(0, Map.of(), new byte[0], withoutAnswer);
		}
		String[] head = text.substring(0, end).split("\r\n");
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : head) {
			if (line != head[0]) {
				String[] header = line.split(": ?", 2);
				headers.computeIfAbsent(header[0], (name) -> new ArrayList<>()).add(header[1]);
			}
		}
		byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
		boolean complete;
		if (headers.containsKey("content-length")) {
			complete = body.length == Integer.parseInt(headers.get("content-length").get(0));
		}
		else {
			complete = text.endsWith("\r\n0\r\n\r\n");
			body = withoutChunks(body);
		}
		return new ShopAnswer(Integer.parseInt(head[0].split(" ")[1]), headers, body, complete ? "" : withoutEnd);
	}

	private static byte[] withoutChunks(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		StringBuilder body = new StringBuilder();
		int next = 0;
		while (text.indexOf("\r\n", next) > next) {
			int size = Integer.parseInt(text.substring(next, text.indexOf("\r\n", next)), 16);
			int begin = text.indexOf("\r\n", next) + 2;
			body.append(text, begin, Math.min(begin + size, text.length()));
			next = Math.min(begin + size + 2, text.length());
		}
		return body.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
