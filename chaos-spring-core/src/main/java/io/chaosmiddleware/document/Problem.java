package io.chaosmiddleware.document;

/**
 * One problem of an attack document.
 *
 * @param path the location of the problem, as a JSON path such as
 * {@code $.actions[0].value}. Unknown field names are made printable and are truncated
 * @param reason the stable code of the problem
 * @param message a sentence for people that names the field and the remedy. Quotes of the
 * document are made printable and are truncated
 */
public record Problem(String path, Reason reason, String message) {

	@Override
	public String toString() {
		return this.path + ": " + this.message + " (" + this.reason + ")";
	}

}
