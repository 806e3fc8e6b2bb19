package io.chaosmiddleware.attack;

import java.util.List;
import java.util.function.Function;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads attack documents. Headers, the Chaos API, properties and the actuator endpoint
 * all use this parser. Immutable and safe for use by many threads. Whatever the document
 * contains, a method either succeeds or throws an {@link AttackRefusedException}.
 * <p>
 * There are two levels of refusal. A document that cannot be read or breaks the schema is
 * refused as a whole. An action that is not valid is refused alone and is kept as an
 * {@link Action.Refused}. Only the strict methods, which read documents that a person has
 * just written, refuse the whole document because of such an action.
 */
public final class AttackParser {

	static {
		// The first use of Jackson takes a lock. It happens here, so that event loops do
		// not wait for each other.
		new Reading(AttackLimits.HEADER).read("{}");
	}

	private final AttackLimits limits;

	/**
	 * Create a parser.
	 * @param limits how large documents may be
	 */
	public AttackParser(AttackLimits limits) {
		this.limits = limits;
	}

	/**
	 * Read an attack, such as the value of the {@code x-proofdock-attack} header.
	 * @param document the text of the document
	 * @return the attack, in which actions that are not valid are refused ones
	 * @throws AttackRefusedException if the document is refused as a whole
	 */
	public Attack parse(String document) {
		AttackReader reader = new AttackReader(this.limits);
		return reader.whole(reader.attack(reader.read(document), "$"));
	}

	/**
	 * Read an attack that somebody has just written by hand, such as one in properties.
	 * Any fault of either level refuses the whole document.
	 * @param document the text of the document
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault; the exception names all of
	 * them
	 */
	public Attack parseStrictly(String document) {
		AttackReader reader = new AttackReader(this.limits);
		return reader.strictly(reader.attack(reader.read(document), "$"));
	}

	/**
	 * Read an attack that somebody has just written by hand, such as one that is sent to
	 * the actuator endpoint. Any fault of either level refuses the whole document.
	 * @param document the bytes of the document, in UTF-8
	 * @param check returns what is wrong with the schedule of the attack, {@code null} if
	 * nothing is
	 * @return the attack, all its actions valid
	 * @throws AttackRefusedException if there is any fault; the exception names all of
	 * them
	 */
	public Attack parseStrictly(byte[] document, Function<Schedule, @Nullable Problem> check) {
		AttackReader reader = new AttackReader(this.limits);
		Attack attack = reader.attack(reader.read(document), "$");
		reader.note(check.apply(attack.schedule()));
		return reader.strictly(attack);
	}

	/**
	 * Read the answer of a Chaos API, which is a list of actions. {@code null},
	 * <code>{}</code> and {@code false} stand for an empty list (decision L7 in
	 * {@code docs/differences.md}).
	 * @param document the bytes of the document
	 * @return the actions; those that are not valid are refused ones (decision L11 in
	 * {@code docs/differences.md})
	 * @throws AttackRefusedException if the document is refused as a whole
	 */
	public List<Action> parseActions(byte[] document) {
		AttackReader reader = new AttackReader(this.limits);
		JsonNode root = reader.read(document);
		if (root.isNull() || (root.isObject() && root.isEmpty()) || (root.isBoolean() && !root.booleanValue())) {
			return List.of();
		}
		return reader.whole(reader.actions(root, "$"));
	}

	/**
	 * Read the answer of a Chaos API that knows whole attacks: an object whose
	 * {@code attacks} are a list of documents, each with an {@code id} of its own. The
	 * limits apply to all of them together.
	 * @param document the bytes of the document
	 * @return the attacks, in which actions that are not valid are refused ones (decision
	 * L11 in {@code docs/differences.md})
	 * @throws AttackRefusedException if the document is refused as a whole
	 */
	public List<Attack> parseAttacks(byte[] document) {
		AttackReader reader = new AttackReader(this.limits);
		return reader.whole(reader.attacks(reader.read(document)));
	}

}
