package io.chaosmiddleware.spring.mappings;

/**
 * A path that a mapping serves and a route hits.
 *
 * @param path the path
 * @param example the example of the route that the path contains
 * @param fit how well the route fits the mapping
 */
record Witness(String path, String example, Fit fit) {

	/**
	 * How well a route fits a mapping, the best first.
	 */
	enum Fit {

		/**
		 * All of the route's text is text of the mapping, or has the form of a variable.
		 */
		TEXT,

		/**
		 * Some of the route's text is text of the mapping, and a variable or wildcard
		 * stands for the rest.
		 */
		MIXED,

		/** A variable or wildcard stands for all of the route's text, as expected. */
		VARIABLE,

		/**
		 * A variable or wildcard stands for text that was probably not meant as its
		 * value.
		 */
		UNLIKELY

	}

	boolean isLikely() {
		return this.fit != Fit.UNLIKELY;
	}

	boolean hasText() {
		return this.fit == Fit.TEXT || this.fit == Fit.MIXED;
	}

	boolean isBetterThan(Witness other) {
		return this.fit.compareTo(other.fit) < 0;
	}

}
