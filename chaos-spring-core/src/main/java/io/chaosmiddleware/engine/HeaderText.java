package io.chaosmiddleware.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the text of a header (decision D23 in docs/differences.md). Servers read its
 * bytes as ISO-8859-1, as early versions of HTTP specified, while most clients send
 * UTF-8.
 */
final class HeaderText {

	private HeaderText() {
	}

	/**
	 * Return a value as its sender wrote it. It is decoded as UTF-8 if its bytes are
	 * valid UTF-8, otherwise it is left unchanged. Does not allocate memory for an ASCII
	 * value.
	 * @param value the value as the server provides it
	 * @return the text
	 */
	static String of(String value) {
		boolean ascii = true;
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character > 0xFF) {
				// The server or a proxy has already decoded the bytes differently.
				return value;
			}
			ascii &= character < 0x80;
		}
		return ascii ? value : decode(value);
	}

	private static String decode(String value) {
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
				.toString();
		}
		catch (CharacterCodingException ex) {
			return value;
		}
	}

}
