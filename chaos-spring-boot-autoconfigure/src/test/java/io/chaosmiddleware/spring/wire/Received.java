package io.chaosmiddleware.spring.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What came back for a request, and how it ended.
 *
 * @param status the status, or 0 if there was none
 * @param headers the headers, with lower-case names
 * @param body the bytes of the body, without the framing of chunks
 * @param bytes HTTP/1.1: all bytes; HTTP/2: none
 * @param ending how it ended
 * @param code HTTP/2: the code of the {@code RST_STREAM}, or -1 if there was none
 */
public record Received(int status, Map<String, List<String>> headers, byte[] body, byte[] bytes, Ending ending,
		long code) {

	/** The code of a stream that is of no more use. */
	public static final long CANCEL = 8;

	/** The code of a stream that broke. */
	public static final long INTERNAL_ERROR = 2;

	/**
	 * Return the value of a header.
	 * @param name its name, in lower case
	 * @return the first value, or {@code none}
	 */
	public String header(String name) {
		return this.headers.getOrDefault(name, List.of("none")).get(0);
	}

	/**
	 * Return the body as text.
	 * @return the text
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Return all that came on an HTTP/1.1 connection as text.
	 * @return the text
	 */
	public String raw() {
		return new String(this.bytes, StandardCharsets.ISO_8859_1);
	}

	@Override
	public String toString() {
		return this.ending + ((this.code >= 0) ? "(" + this.code + ")" : "") + " " + this.status + " " + this.headers
				+ " [" + text() + "] raw [" + raw() + "]";
	}

	/**
	 * How an answer ended.
	 */
	public enum Ending {

		/** As it should: the whole answer came. */
		COMPLETE,

		/** HTTP/1.1: the other side ended the TCP stream (FIN) before the answer did. */
		CLOSED,

		/** A TCP reset (RST), or on HTTP/2 a {@code RST_STREAM}. */
		RESET,

		/** HTTP/2: the connection ended, not only the stream. */
		DISCONNECTED

	}

}
