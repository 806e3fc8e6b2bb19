package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A request as it is written here, character by character: clients that follow the rules
 * send no other spelling of a path.
 */
final class RawRequest {

	private RawRequest() {
	}

	/** Send a GET for a request target, and return what comes back. */
	static Answer get(int port, String target, String... headers) {
		StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
		for (int i = 0; i < headers.length; i += 2) {
			request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
		}
		request.append("Connection: close\r\n\r\n");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int end = answer.indexOf("\r\n\r\n");
			return new Answer(Integer.parseInt(answer.substring(9, 12)),
					answer.substring(0, end).lines().skip(1).toList(), answer.substring(end + 4));
		}
		catch (IOException ex) {
			throw new AssertionError("GET " + target, ex);
		}
	}

	/**
	 * What came back.
	 *
	 * @param status the status
	 * @param headers the lines of the headers
	 * @param body the body, perhaps in chunks
	 */
	record Answer(int status, List<String> headers, String body) {

		String header(String name) {
			String prefix = name.toLowerCase(Locale.ROOT) + ":";
			return this.headers.stream()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
				.map((line) -> line.substring(prefix.length()).strip())
				.findFirst()
				.orElse("none");
		}

	}

}
