package io.chaosmiddleware.document;

/**
 * One fault of an attack document.
 *
 * @param path where it is, as a JSON path such as {@code $.actions[0].value}. Names of
 * fields that the language does not know are made printable and are cut
 * @param reason the stable code of what is wrong
 * @param message a sentence for people that names the field and the remedy. What it
 * quotes of the document is made printable and is cut
 */
public record Problem(String path, Reason reason, String message) {

	@Override
	public String toString() {
		return this.path + ": " + this.message + " (" + this.reason + ")";
	}

}
