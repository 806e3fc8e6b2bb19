package io.chaosmiddleware.effect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.DurationText;
import io.chaosmiddleware.document.Fields;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long a delay lasts: whole seconds, a duration, a range or a distribution.
 */
final class DistributionReader {

	private static final String DURATION_ARGUMENT = " *= *(?:[0-9.]+(?:ms|[smhd])|[-+]?[Pp][-+.,0-9DTHMSdthms]+) *";

	private static final String NUMBER_ARGUMENT = " *= *[0-9]{1,3}(?:[.][0-9]{1,6})? *";

	/**
	 * A regular expression for JSON Schemas that every function matches.
	 */
	static final String PATTERN = "(?:" + function("normal", "mean" + DURATION_ARGUMENT, "stddev" + DURATION_ARGUMENT)
			+ "|" + function("lognormal", "median" + DURATION_ARGUMENT, "sigma" + NUMBER_ARGUMENT)
			+ "|exponential[(] *mean" + DURATION_ARGUMENT + "[)]|"
			+ function("pareto", "min" + DURATION_ARGUMENT, "shape" + NUMBER_ARGUMENT) + ")";

	private static final Pattern FUNCTION = Pattern.compile("([a-z]{1,20})\\(([^()]{0,100})\\)");

	private static final Pattern ARGUMENT = Pattern.compile(" *([a-z]{1,10}) *= *([^ =,]{1,40}) *");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,6})?");

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final double MAX_NUMBER = 100;

	private final Fields fields;

	private final String text;

	private final Duration longest;

	DistributionReader(Fields fields, String text) {
		this.fields = fields;
		this.text = text;
		this.longest = fields.reading().limits().maxDelay();
	}

	// The arguments may be in any order.
	private static String function(String name, String one, String other) {
		return name + "[(] *(?:" + one + ", *" + other + "|" + other + ", *" + one + ")[)]";
	}

	/**
	 * Read the text.
	 * @return the distribution, {@code null} if the text is not valid; the fields have
	 * then noted the problem
	 */
	@Nullable Distribution read() {
		Long seconds = Fields.wholeNumber(this.text);
		if (seconds != null) {
			return fixed(Duration.ofSeconds(Math.max(-1, Math.min(seconds, this.longest.toSeconds() + 1))));
		}
		Duration duration = DurationText.parse(this.text);
		if (duration != null) {
			return fixed(duration);
		}
		int dots = this.text.indexOf("..");
		if (dots >= 0) {
			return range(this.text.substring(0, dots).trim(), this.text.substring(dots + 2).trim());
		}
		Matcher function = FUNCTION.matcher(this.text.trim());
		return function.matches() ? function(function.group(1), function.group(2)) : invalid(this.text);
	}

	private @Nullable Distribution fixed(Duration duration) {
		return isWithin(duration) ? new Distribution.Fixed(duration) : null;
	}

	private @Nullable Distribution range(String from, String to) {
		Duration min = DurationText.parse(from);
		Duration max = DurationText.parse(to);
		if (min == null || max == null || min.isNegative()) {
			return invalid(this.text);
		}
		if (!isWithin(max)) {
			return null;
		}
		if (min.compareTo(max) >= 0) {
			return refuse(Reason.DELAY_INVALID, "the range '" + PrintableText.of(this.text)
					+ "' must go from a shorter to a longer duration, such as '100ms..900ms'");
		}
		return new Distribution.Uniform(min, max);
	}

	private @Nullable Distribution function(String name, String arguments) {
		return switch (name) {
			case "normal" -> {
				Map<String, String> given = arguments(name, arguments, "mean", "stddev");
				Duration mean = duration(given, "mean");
				Duration stddev = duration(given, "stddev");
				yield (mean != null && stddev != null) ? new Distribution.Normal(mean, stddev) : null;
			}
			case "lognormal" -> {
				Map<String, String> given = arguments(name, arguments, "median", "sigma");
				Duration median = duration(given, "median");
				Double sigma = number(given, "sigma");
				yield (median != null && sigma != null) ? new Distribution.LogNormal(median, sigma) : null;
			}
			case "exponential" -> {
				Duration mean = duration(arguments(name, arguments, "mean"), "mean");
				yield (mean != null) ? new Distribution.Exponential(mean) : null;
			}
			case "pareto" -> {
				Map<String, String> given = arguments(name, arguments, "min", "shape");
				Duration min = duration(given, "min");
				Double shape = number(given, "shape");
				yield (min != null && shape != null) ? new Distribution.Pareto(min, shape) : null;
			}
			default -> refuse(Reason.DELAY_INVALID, "unknown distribution '" + PrintableText.of(name)
					+ "'; use 'normal', 'lognormal', 'exponential' or 'pareto'");
		};
	}

	private Map<String, String> arguments(String name, String text, String... names) {
		Map<String, String> given = new LinkedHashMap<>();
		for (String part : text.split(",", -1)) {
			Matcher argument = ARGUMENT.matcher(part);
			if (!argument.matches() || given.put(argument.group(1), argument.group(2)) != null) {
				given.clear();
				break;
			}
		}
		if (!given.keySet().equals(Set.of(names))) {
			refuse(Reason.DELAY_INVALID,
					"'" + name + "' needs " + String.join(" and ", names) + ", such as '" + example(name) + "'");
			return Map.of();
		}
		return given;
	}

	private static String example(String name) {
		return switch (name) {
			case "normal" -> "normal(mean=200ms, stddev=50ms)";
			case "lognormal" -> "lognormal(median=90ms, sigma=0.4)";
			case "exponential" -> "exponential(mean=100ms)";
			default -> "pareto(min=50ms, shape=1.5)";
		};
	}

	private @Nullable Duration duration(Map<String, String> given, String name) {
		String value = given.get(name);
		if (value == null) {
			return null;
		}
		Duration duration = DurationText.parse(value);
		if (duration == null) {
			return refuse(Reason.DELAY_INVALID, "'" + name + "' must be a duration such as " + DurationText.EXAMPLES);
		}
		return isWithin(duration) ? duration : null;
	}

	private @Nullable Double number(Map<String, String> given, String name) {
		String value = given.get(name);
		if (value == null) {
			return null;
		}
		double number = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : 0;
		if (number <= 0 || number > MAX_NUMBER) {
			return refuse(Reason.DELAY_INVALID,
					"'" + name + "' must be a number above 0 and at most 100, such as '1.5'");
		}
		return number;
	}

	private boolean isWithin(Duration duration) {
		if (duration.compareTo(SHORTEST) < 0) {
			refuse(Reason.DELAY_NOT_POSITIVE, "a delay must be at least 1 ms");
			return false;
		}
		if (duration.compareTo(this.longest) > 0) {
			refuse(Reason.DELAY_TOO_LONG,
					"a delay may last at most " + DurationText.of(this.longest) + "; see 'limits.max-delay'");
			return false;
		}
		return true;
	}

	private @Nullable Distribution invalid(String text) {
		return refuse(Reason.DELAY_INVALID,
				"'" + PrintableText.of(text) + "' is not a delay; use whole seconds such as"
						+ " '2', a duration such as '250ms', a range such as '100ms..900ms' or a distribution such as"
						+ " 'normal(mean=200ms, stddev=50ms)'");
	}

	private <T> @Nullable T refuse(Reason reason, String message) {
		this.fields.refuse("value", reason, message);
		return null;
	}

}
