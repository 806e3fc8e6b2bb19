package io.chaosmiddleware.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the texts that requests are compared with. Their number and length are bounded.
 * Messages quote names, but no values.
 *
 * @param fields the fields of the action
 * @param field the name of the field to read
 * @param reason the reason for a refusal
 * @param maxLength the greatest length of a text
 * @param secret whether reports mask the texts, so that masks are refused
 */
record TextsReader(Fields fields, String field, Reason reason, int maxLength, boolean secret) {

	static final int MAX_NAMES = 32;

	static final int MAX_TEXTS = 32;

	static final int MAX_NAME_LENGTH = 256;

	static final int MAX_VALUE_LENGTH = 1000;

	/**
	 * Read a text or a list of texts.
	 * @return the texts, {@code null} if the field is absent or not valid
	 */
	@Nullable AnyOf texts() {
		JsonNode node = this.fields.get(this.field);
		return (node != null) ? texts("", this.field, node) : null;
	}

	/**
	 * Read an object with a text or a list of texts for each name.
	 * @param validName tells whether a request may have a name
	 * @param kind what has the names, such as {@code a header}
	 * @return the texts, {@code null} if they are not valid
	 */
	@Nullable NamedTexts named(Predicate<String> validName, String kind) {
		JsonNode object = this.fields.get(this.field);
		if (object == null || !object.isObject()) {
			this.fields.breaksSchema(this.field,
					"'" + this.field + "' must be an object with a text or a list of texts for each name");
			return null;
		}
		if (object.isEmpty() || object.size() > MAX_NAMES) {
			refuse(object.isEmpty() ? "'" + this.field + "' has no names; leave it out to mean any request"
					: "'" + this.field + "' has at most " + MAX_NAMES + " names");
			return null;
		}
		SortedMap<String, AnyOf> named = new TreeMap<>();
		for (Map.Entry<String, JsonNode> entry : object.properties()) {
			String name = entry.getKey();
			if (name.length() > MAX_NAME_LENGTH || !validName.test(name)) {
				refuse("'" + PrintableText.of(name) + "' is not the name of " + kind);
			}
			AnyOf texts = texts(this.field + ".", name, entry.getValue());
			if (texts != null) {
				named.put(name, texts);
			}
		}
		return (named.size() == object.size()) ? new NamedTexts(named) : null;
	}

	private @Nullable AnyOf texts(String parent, String name, JsonNode node) {
		if (!node.isArray()) {
			String text = text(parent, name, node);
			return (text != null) ? new AnyOf(List.of(text)) : null;
		}
		if (node.isEmpty() || node.size() > MAX_TEXTS) {
			refuse("the list '" + PrintableText.of(name) + "' "
					+ (node.isEmpty() ? "needs at least one value" : "may have at most " + MAX_TEXTS + " values"));
			return null;
		}
		List<String> texts = new ArrayList<>(node.size());
		for (int i = 0; i < node.size(); i++) {
			String text = text(parent, name, node.get(i));
			if (text == null) {
				return null;
			}
			texts.add(text);
		}
		return new AnyOf(texts);
	}

	private @Nullable String text(String parent, String name, JsonNode node) {
		if (!node.isString() && !node.isIntegralNumber()) {
			String printable = PrintableText.of(name);
			this.fields.breaksSchema(parent + printable, "'" + printable + "' must be a text or a list of texts");
			return null;
		}
		String text = node.asString();
		String problem = problem(text, name);
		if (problem != null) {
			refuse(problem);
		}
		return (problem == null) ? text : null;
	}

	private @Nullable String problem(String text, String name) {
		if (text.length() > this.maxLength) {
			return "a value of '" + PrintableText.of(name) + "' has at most " + this.maxLength + " characters";
		}
		if (this.secret && text.equals(AnyOf.MASK)) {
			return "'" + AnyOf.MASK + "' stands for a value that is not shown; give the value of '"
					+ PrintableText.of(name) + "' in its place";
		}
		return hasHalfCharacter(text)
				? "a value of '" + PrintableText.of(name) + "' has half of a surrogate pair; write the whole character"
				: null;
	}

	// This is called for each text of a request header, so it does not allocate memory.
	static boolean hasHalfCharacter(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i++)) == 1) {
				return true;
			}
		}
		return false;
	}

	void refuse(String message) {
		this.fields.refuse(this.field, this.reason, message);
	}

}
