package io.chaosmiddleware.condition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.Percentage;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The instances of an application that an attack targets: either those with certain ids,
 * or a share of all. Which instances belong to a share depends on their ids and on the
 * attack alone, so that they need not ask anybody. An instance that belongs to a share
 * also belongs to each larger one.
 *
 * @param ids the ids of the instances, compared exactly; empty for a share
 * @param partsPerMillion the share in parts per million, 0 for ids
 */
public record Instances(List<String> ids, int partsPerMillion) {

	static final String FIELD = "instances";

	private static final int MAX_IDS = 1000;

	private static final int MAX_ID_LENGTH = 256;

	/**
	 * Create instances.
	 * @param ids the ids of the instances, copied
	 * @param partsPerMillion the share in parts per million
	 * @throws IllegalArgumentException unless there is either an id or a share
	 */
	public Instances {
		ids = List.copyOf(ids);
		if (ids.isEmpty() == (partsPerMillion == 0) || partsPerMillion < 0 || partsPerMillion > Percentage.ALL) {
			throw new IllegalArgumentException("There must be either ids or a share");
		}
	}

	static @Nullable Instances read(Fields fields) {
		JsonNode node = fields.get(FIELD);
		if (node == null) {
			return null;
		}
		if (node.isString() && node.stringValue().strip().endsWith("%")) {
			return share(fields, node.stringValue().strip());
		}
		List<JsonNode> nodes = node.isArray() ? node.valueStream().toList() : List.of(node);
		if (nodes.isEmpty() || nodes.size() > MAX_IDS) {
			fields.breaksSchema(FIELD, nodes.isEmpty() ? "'instances' has no ids; leave it out to mean all"
					: "'instances' has at most " + MAX_IDS + " ids");
			return null;
		}
		List<String> ids = new ArrayList<>();
		for (JsonNode id : nodes) {
			String problem = problem(id);
			if (problem != null) {
				boolean blank = id.isString() && id.stringValue().isBlank();
				fields.reading()
					.breaksSchema(new Problem(fields.path() + "." + FIELD, blank ? Reason.BLANK_TARGET : Reason.SCHEMA,
							problem));
				return null;
			}
			ids.add(id.stringValue());
		}
		return new Instances(ids, 0);
	}

	private static @Nullable Instances share(Fields fields, String text) {
		Integer share = Percentage.readWithSign(text);
		if (share == null || share < 1 || share > Percentage.ALL) {
			fields.breaksSchema(FIELD,
					"a share of the instances must be between 0.0001% and 100%, with at most four decimals");
			return null;
		}
		return new Instances(List.of(), share);
	}

	private static @Nullable String problem(JsonNode id) {
		if (!id.isString()) {
			return "'instances' must be a list of ids, or a share such as '25%'";
		}
		if (id.stringValue().isBlank()) {
			return "an id in 'instances' must not be blank";
		}
		if (id.stringValue().length() > MAX_ID_LENGTH) {
			return "an id in 'instances' has at most " + MAX_ID_LENGTH + " characters";
		}
		return id.stringValue().strip().endsWith("%") ? "a share of the instances is a text such as '25%', not a list"
				: null;
	}

	/**
	 * Return whether this is a share.
	 * @return whether it is a share, and no ids
	 */
	public boolean isShare() {
		return this.ids.isEmpty();
	}

	boolean include(String instance, Supplier<String> attack) {
		if (!isShare()) {
			return this.ids.contains(instance);
		}
		return this.partsPerMillion == Percentage.ALL
				|| point(instance, attack.get()) * Percentage.ALL < this.partsPerMillion;
	}

	/**
	 * Return the point of an instance between 0 and 1, which its share must exceed. All
	 * versions must agree on it, since several versions may run at the same time.
	 */
	static double point(String instance, String attack) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(attack.getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
			byte[] hash = digest.digest(instance.getBytes(StandardCharsets.UTF_8));
			return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	Object field() {
		if (isShare()) {
			return Percentage.textWithSign(this.partsPerMillion);
		}
		return (this.ids.size() == 1) ? this.ids.get(0) : this.ids;
	}

}
