package io.chaosmiddleware.condition;

import java.util.function.Predicate;

/**
 * The paths that an application may understand one raw path as. Servers and frameworks
 * treat encoded slashes, matrix parameters, double slashes, dot segments, a trailing
 * slash and upper case differently. A path that must not be attacked has to be protected
 * in every spelling. Routes are not compared this way, since an attack must not hit a
 * path by another name (decision D20 in {@code docs/differences.md}).
 */
public final class PathSpellings {

	/**
	 * The longest raw path, in characters, whose spellings are examined. A longer path
	 * has too many spellings and is treated as guarded.
	 */
	public static final int MAX_LENGTH = RequestPath.MAX_LENGTH;

	private PathSpellings() {
	}

	/**
	 * Return whether a path is guarded in any spelling. Allocates nothing for a path that
	 * has only one spelling. Takes a bounded time for paths of at most
	 * {@value #MAX_LENGTH} characters.
	 * @param raw the path as it is in the request line, without query and context path
	 * @param guarded tells whether one decoded spelling is guarded. It is always called
	 * with the spelling in lower case. It may also be called with upper case, for which
	 * it may return {@code false}
	 * @return whether any spelling is guarded
	 */
	public static boolean anyMatch(String raw, Predicate<String> guarded) {
		String plain = withoutParameters(raw);
		String segments = decodeSegments(plain);
		if (anyCase(segments, guarded)) {
			return true;
		}
		String whole = RequestPath.decode(plain).replace('\\', '/');
		if (!whole.equals(segments) && anyCase(whole, guarded)) {
			return true;
		}
		String kept = RequestPath.decode(raw);
		// Some frameworks do not remove matrix parameters, or remove them after decoding.
		return kept.indexOf(';') >= 0 && (anyCase(kept, guarded) || anyCase(withoutParameters(kept), guarded));
	}

	/**
	 * Return the canonical spelling of a path, or of a pattern of paths, for comparisons.
	 * @param path the path or pattern as a person has written it
	 * @return the same decoded, without double and trailing slashes, and in lower case
	 */
	public static String canonical(String path) {
		return foldCase(withoutTrailingSlashes(collapseSlashes(decodeSegments(path))));
	}

	private static boolean anyCase(String path, Predicate<String> guarded) {
		String lower = foldCase(path);
		return anySlashes(lower, guarded) || (lower != path && anySlashes(path, guarded));
	}

	private static boolean anySlashes(String path, Predicate<String> guarded) {
		if (anyDots(path, guarded)) {
			return true;
		}
		String collapsed = collapseSlashes(path);
		return collapsed != path && anyDots(collapsed, guarded);
	}

	private static boolean anyDots(String path, Predicate<String> guarded) {
		if (anyEnd(path, guarded)) {
			return true;
		}
		String resolved = resolveDots(path);
		return resolved != path && anyEnd(resolved, guarded);
	}

	private static boolean anyEnd(String path, Predicate<String> guarded) {
		if (guarded.test(path)) {
			return true;
		}
		String shortened = withoutTrailingSlashes(path);
		return shortened != path && guarded.test(shortened);
	}

	private static String withoutParameters(String path) {
		int semicolon = path.indexOf(';');
		if (semicolon < 0) {
			return path;
		}
		StringBuilder plain = new StringBuilder(path.length());
		int from = 0;
		while (semicolon >= 0) {
			plain.append(path, from, semicolon);
			int slash = path.indexOf('/', semicolon);
			from = (slash >= 0) ? slash : path.length();
			semicolon = path.indexOf(';', from);
		}
		return plain.append(path, from, path.length()).toString();
	}

	// An encoded slash stays encoded, since it is part of its segment.
	private static String decodeSegments(String path) {
		return RequestPath.decode(path.replace("%2F", "%252F").replace("%2f", "%252F"));
	}

	private static String collapseSlashes(String path) {
		if (!path.contains("//")) {
			return path;
		}
		StringBuilder collapsed = new StringBuilder(path.length());
		for (int i = 0; i < path.length(); i++) {
			if (path.charAt(i) != '/' || i == 0 || path.charAt(i - 1) != '/') {
				collapsed.append(path.charAt(i));
			}
		}
		return collapsed.toString();
	}

	private static String resolveDots(String path) {
		if (!path.contains("/.")) {
			return path;
		}
		StringBuilder resolved = new StringBuilder(path.length());
		int begin = 0;
		while (begin <= path.length()) {
			int slash = path.indexOf('/', begin);
			int end = (slash >= 0) ? slash : path.length();
			boolean same = end - begin == 1 && path.charAt(begin) == '.';
			boolean parent = end - begin == 2 && path.startsWith("..", begin);
			if (parent) {
				// There is no parent above the root.
				resolved.setLength(Math.max(resolved.lastIndexOf("/"), 0));
			}
			else if (!same && begin > 0) {
				resolved.append('/').append(path, begin, end);
			}
			else if (!same) {
				resolved.append(path, begin, end);
			}
			if ((same || parent) && slash < 0) {
				resolved.append('/');
			}
			begin = end + 1;
		}
		return resolved.toString();
	}

	private static String withoutTrailingSlashes(String path) {
		int end = path.length();
		while (end > 1 && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(0, end);
	}

	// Frameworks compare paths character by character. Paths that are equal to any of
	// them when case is ignored must also be equal here, whatever the locale is.
	private static String foldCase(String path) {
		for (int i = 0; i < path.length(); i++) {
			if (foldCase(path.charAt(i)) != path.charAt(i)) {
				char[] folded = path.toCharArray();
				for (int j = i; j < folded.length; j++) {
					folded[j] = foldCase(folded[j]);
				}
				return new String(folded);
			}
		}
		return path;
	}

	private static char foldCase(char c) {
		if (c < 0x80) {
			return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
		}
		return Character.toLowerCase(Character.toUpperCase(c));
	}

}
