package io.chaosmiddleware.condition;

/**
 * Tests a part of a text.
 */
@FunctionalInterface
interface TextPart {

	/**
	 * Return whether a part of a text is what is looked for.
	 */
	boolean matches(String text, int from, int to);

}
