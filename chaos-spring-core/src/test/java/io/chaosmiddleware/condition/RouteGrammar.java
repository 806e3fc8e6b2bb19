package io.chaosmiddleware.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes expressions of all that RE2 knows, those that cost much rather than those that
 * make sense.
 */
public final class RouteGrammar {

	private static final List<String> ATOMS = List.of("a", "k", ".", "/", "\\x{17f}", "\u0100", "\u4e00",
			"\uD83D\uDE00", "[a-z]", "[^/]", "[^a]", "[acegikmoqsuwy]", "[0-9A-Za-z_]", "[[:alpha:]]", "[[:^alpha:]]",
			"[\\w\\d\\s]", "[\\x{80}-\\x{1c7f}]", "[\u0100-\u1c00]", "[\\pL\\pN]", "[^\\pL]", "\\pL", "\\PL", "\\p{Lu}",
			"\\p{Greek}", "\\pN", "\\pM", "\\pS", "\\d", "\\w", "\\W", "\\b", "\\B", "^", "$", "\\Qa.b\\E", "\\x41",
			"\\141", "()", "/*", "/**", "{x}", "{x}/");

	private static final List<String> SUFFIXES = List.of("", "", "?", "*", "+", "*?", "{2}", "{0,3}", "{7,}", "{20}",
			"{0,60}", "{200}");

	private static final List<String> PREFIXES = List.of("", "", "", "(?i)", "(?s)", "(?i)(?s)", "(?U)", "/");

	private RouteGrammar() {
	}

	public static List<String> expressions(Random random) {
		List<String> expressions = new ArrayList<>();
		for (int i = 1 + random.nextInt(3); i > 0; i--) {
			expressions.add(expression(random));
		}
		return expressions;
	}

	public static String expression(Random random) {
		if (random.nextInt(6) == 0) {
			String part = pick(List.of("a", "/a", "aA1k", "\u4e00"), random);
			return "/" + part.repeat(random.nextInt(Route.MAX_LENGTH / part.length()))
					+ pick(List.of("", "b", "/"), random);
		}
		StringBuilder text = new StringBuilder();
		int length = 1 + random.nextInt(random.nextBoolean() ? Route.MAX_LENGTH : 30);
		String prefix = pick(PREFIXES, random);
		String piece = piece(2, random);
		do {
			text.append(piece);
			if (random.nextInt(4) == 0) {
				piece = piece(2, random);
			}
		}
		while (text.length() + piece.length() + prefix.length() + 1 < length);
		String all = prefix + text + (random.nextInt(5) > 0 ? "!" : "");
		return ((all.length() <= Route.MAX_LENGTH) ? all : prefix + pick(ATOMS, random));
	}

	private static String piece(int depth, Random random) {
		String atom = switch ((depth > 0) ? random.nextInt(5) : 0) {
			case 3 -> (random.nextBoolean() ? "(" : "(?:") + piece(depth - 1, random) + piece(depth - 1, random) + ")";
			case 4 -> "(" + piece(depth - 1, random) + "|" + piece(depth - 1, random) + ")";
			default -> pick(ATOMS, random);
		};
		return atom + pick(SUFFIXES, random);
	}

	public static List<String> change(List<String> expressions, Random random) {
		List<String> changed = new ArrayList<>(expressions);
		int index = random.nextInt(changed.size());
		String text = changed.get(index);
		switch (random.nextInt(4)) {
			case 0 -> text = text + text;
			case 1 -> text = pick(PREFIXES, random) + text;
			case 2 -> {
				int at = random.nextInt(text.length() + 1);
				text = text.substring(0, at) + piece(1, random) + text.substring(at);
			}
			default -> text = text.substring(0, Math.max(1, text.length() * 3 / 4)) + "!";
		}
		changed.set(index, (text.substring(0, Math.min(text.length(), Route.MAX_LENGTH))));
		return changed;
	}

	public static String escaped(String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}

	private static String pick(List<String> choices, Random random) {
		return choices.get(random.nextInt(choices.size()));
	}

}
