package io.chaosmiddleware.engine;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * Information about a class from its class file, without loading the class.
 *
 * @param name the binary name of the class
 * @param superclass the binary name of its superclass, {@code null} if it has none
 */
record ClassFile(String name, @Nullable String superclass) {

	private static final int MAGIC = 0xCAFEBABE;

	/**
	 * Read a class file (JVM specification, chapter 4) as far as needed.
	 * @param content the content of the file
	 * @return the information
	 * @throws IOException if the content cannot be read, or if it is not a class file
	 */
	static ClassFile read(InputStream content) throws IOException {
		DataInputStream data = new DataInputStream(new BufferedInputStream(content));
		if (data.readInt() != MAGIC) {
			throw new IOException("no class file");
		}
		data.skipNBytes(4);
		int size = data.readUnsignedShort();
		String[] texts = new String[size];
		int[] classes = new int[size];
		for (int i = 1; i < size; i++) {
			int tag = data.readUnsignedByte();
			switch (tag) {
				case 1 -> texts[i] = data.readUTF();
				case 7 -> classes[i] = data.readUnsignedShort();
				case 8, 16, 19, 20 -> data.skipNBytes(2);
				case 15 -> data.skipNBytes(3);
				case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipNBytes(4);
				case 5, 6 -> {
					// These constants take two places.
					data.skipNBytes(8);
					i++;
				}
				default -> throw new IOException("unknown constant");
			}
		}
		data.skipNBytes(2);
		try {
			String name = texts[classes[data.readUnsignedShort()]];
			int superclass = data.readUnsignedShort();
			return new ClassFile(binaryName(name), (superclass != 0) ? binaryName(texts[classes[superclass]]) : null);
		}
		catch (IndexOutOfBoundsException | NullPointerException ex) {
			throw new IOException("no class file", ex);
		}
	}

	private static String binaryName(String name) {
		return name.replace('/', '.');
	}

}
