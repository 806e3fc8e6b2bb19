package io.chaosmiddleware.effect;

/**
 * Changes the body of one answer, piece by piece. Used by one thread at a time.
 */
@FunctionalInterface
public interface BodyFilter {

	/**
	 * Change the next bytes of the body in place.
	 * @param bytes contains the bytes
	 * @param offset where they begin
	 * @param length how many there are, at least 1
	 * @return how many of them are sent. If these are not all, the connection ends after
	 * them
	 */
	int filter(byte[] bytes, int offset, int length);

}
