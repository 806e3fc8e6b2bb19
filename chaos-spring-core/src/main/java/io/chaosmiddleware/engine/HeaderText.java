package io.chaosmiddleware.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text of a header (decision D23 in docs/differences.md). Servers read its bytes as
 * ISO-8859-1, as HTTP once said, while most clients send UTF-8.
 */
final class HeaderText {

	private HeaderText() {
	}

	/**
	 * Return a value as its sender wrote it: read as UTF-8 if that is what its bytes are,
	 * else as it is. Costs an ASCII value no memory.
	 * @param value the value as the server handed it over
	 * @return the text
	 */
	static String of(String value) {
		boolean ascii = true;
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character > 0xFF) {
				// a server or proxy that has read the bytes as something else already
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
