package io.chaosmiddleware.spring.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.AttackTotals;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.Operator;
import io.chaosmiddleware.engine.Verdict;
import io.chaosmiddleware.spring.mappings.RouteFinding;
import io.chaosmiddleware.spring.mappings.RoutedAction;
import org.jspecify.annotations.Nullable;

/**
 * Describes the engine, its attacks and its decisions as trees of maps, lists, texts and
 * numbers. Field names are stable, times are ISO texts to the millisecond, and empty
 * fields are left out. The target and the actions of an active attack are shown whole, so
 * that they can be posted again, but for values that are secret. Any other untrusted text
 * is cut. All texts can be written as JSON.
 */
final class ChaosReport {

	static final int MAX_TEXT = 256;

	static final int MAX_VERDICTS = 100;

	static final int MAX_MAPPINGS = 20;

	// The reason exists in explanations only. A request that is sent and cannot be
	// attacked has no verdicts.
	private static final String UNREACHABLE = "unreachable";

	private ChaosReport() {
	}

	static Map<String, Object> attack(ActiveAttack attack) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("id", attack.id());
		putText(report, "name", attack.attack().name());
		report.put("source", attack.source().code());
		put(report, "start", attack.start());
		put(report, "expiry", attack.expiry());
		Operator operator = attack.operator();
		if (operator != null) {
			report.put("startedBy", operator(operator));
		}
		putHits(report, attack);
		Target target = attack.attack().target();
		if (target != null) {
			Map<String, Object> fields = new LinkedHashMap<>();
			putFields(fields, target.fields(), ChaosReport::writable);
			report.put("target", fields);
		}
		report.put("actions", attack.attack().actions().stream().map(ChaosReport::action).toList());
		return report;
	}

	// The requests are read before the hits, so that the report never shows more requests
	// than hits if one is counted in between.
	static void putHits(Map<String, Object> report, ActiveAttack attack) {
		long requests = attack.requests();
		report.put("hits", attack.hits());
		report.put("requests", requests);
	}

	static Map<String, Object> operator(Operator operator) {
		Map<String, Object> report = new LinkedHashMap<>();
		putText(report, "channel", operator.channel());
		putText(report, "principal", operator.principal());
		putText(report, "address", operator.address());
		return report;
	}

	// The content of a refused action is not kept, so its problems are shown instead. The
	// parser refuses the field 'problems', so such an action cannot be posted again.
	private static Map<String, Object> action(Action action) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("name", action.name());
		describe(report, action, ChaosReport::writable);
		return report;
	}

	private static void describe(Map<String, Object> report, Action action, UnaryOperator<String> print) {
		if (action instanceof Action.Refused refused) {
			report.put("problems", problems(refused.problems()));
		}
		else if (action instanceof Action.Valid valid) {
			Map<String, Object> document = AttackWriter.writeMasked(valid);
			// The caller has already put the name, in verdicts as 'action'.
			document.remove("name");
			putFields(report, document, print);
		}
	}

	private static void putFields(Map<String, Object> report, Map<String, Object> document,
			UnaryOperator<String> print) {
		document.forEach((field, value) -> report.put(field, printed(value, print)));
	}

	private static Object printed(Object value, UnaryOperator<String> print) {
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> printed = new LinkedHashMap<>();
			map.forEach((name, named) -> printed.put(print.apply((String) name), printed(named, print)));
			return printed;
		}
		if (value instanceof List<?> list) {
			return list.stream().map((item) -> printed(item, print)).toList();
		}
		return (value instanceof String text) ? print.apply(text) : value;
	}

	static List<Map<String, Object>> problems(List<Problem> problems) {
		return problems.stream().map(ChaosReport::problem).toList();
	}

	private static Map<String, Object> problem(Problem problem) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("path", problem.path());
		report.put("reason", problem.reason().code());
		report.put("message", problem.message());
		return report;
	}

	static Map<String, Object> verdict(Verdict verdict) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("source", verdict.source().code());
		ActiveAttack attack = verdict.attack();
		if (attack != null) {
			report.put("attack", attack.id());
		}
		report.put("action", verdict.action().name());
		report.put("verdict", verdict.kind().code());
		if (verdict.reason() != null) {
			report.put("reason", verdict.reason().code());
		}
		if (!verdict.details().isEmpty()) {
			report.put("details", new TreeMap<>(verdict.details()));
		}
		describe(report, verdict.action(), ChaosReport::text);
		return report;
	}

	/**
	 * Turn a verdict into that of a request that no attack can hit: what would be
	 * injected is skipped.
	 */
	static Map<String, Object> unreachable(Map<String, Object> verdict) {
		if (!Verdict.Kind.INJECTED.code().equals(verdict.get("verdict"))
				&& !Verdict.Kind.WOULD_HIT.code().equals(verdict.get("verdict"))) {
			return verdict;
		}
		Map<String, Object> corrected = new LinkedHashMap<>();
		verdict.forEach((field, value) -> {
			if (field.equals("verdict")) {
				corrected.put(field, Verdict.Kind.SKIPPED.code());
				corrected.put("reason", UNREACHABLE);
			}
			else if (!field.equals("details")) {
				corrected.putIfAbsent(field, value);
			}
		});
		return corrected;
	}

	static Map<String, Object> route(RoutedAction action, @Nullable ActiveAttack attack, RouteFinding finding) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("source", ((attack != null) ? attack.source() : AttackSource.HEADER).code());
		if (attack != null) {
			report.put("attack", attack.id());
		}
		report.put("action", action.action().name());
		report.put("route", text(finding.route().toString()));
		List<String> mappings = finding.mappings();
		report.put("mappings", mappings.stream().limit(MAX_MAPPINGS).map(ChaosReport::text).toList());
		if (mappings.size() > MAX_MAPPINGS) {
			report.put("mappingsLeftOut", mappings.size() - MAX_MAPPINGS);
		}
		if (finding.warning() != null) {
			report.put("warning", finding.warning());
		}
		return report;
	}

	static Map<String, Object> recent(AttackEvent.Decided decided) {
		Decision decision = decided.decision();
		Map<String, Object> report = new LinkedHashMap<>();
		put(report, "time", decided.time());
		report.put("method", text(decision.method()));
		report.put("path", text(decision.path()));
		putText(report, "principal", decision.principal());
		if (!decision.headerProblems().isEmpty()) {
			report.put("headerProblems", problems(decision.headerProblems()));
		}
		List<Verdict> verdicts = decision.verdicts();
		List<Verdict> shown = verdicts;
		if (verdicts.size() > MAX_VERDICTS) {
			shown = verdicts.stream()
				.filter((verdict) -> verdict.kind() != Verdict.Kind.MISSED)
				.limit(MAX_VERDICTS)
				.toList();
		}
		report.put("verdicts", shown.stream().map(ChaosReport::verdict).toList());
		if (shown.size() < verdicts.size()) {
			report.put("verdictsLeftOut", verdicts.size() - shown.size());
		}
		return report;
	}

	static Map<String, Object> totals(AttackTotals totals) {
		Map<String, Object> report = new LinkedHashMap<>();
		totals.injected().forEach((effect, count) -> report.put(plural(effect.code()), count));
		report.put("missed", totals.missed());
		report.put("refused", totals.refused());
		report.put("skipped", totals.skipped());
		return report;
	}

	// The status may come from code of the application. If that fails, the rest of the
	// report is still shown.
	static Map<String, Object> loader(Supplier<@Nullable LoaderStatus> source) {
		Map<String, Object> report = new LinkedHashMap<>();
		LoaderStatus status = null;
		try {
			status = source.get();
			report.put("state", (status != null) ? status.state().name() : "ABSENT");
		}
		catch (RuntimeException ex) {
			report.put("state", "UNKNOWN");
			report.put("lastError", ex.getClass().getName());
		}
		if (status != null) {
			putText(report, "loader", status.loader());
			if (!status.missing().isEmpty()) {
				report.put("missing", status.missing().stream().map(ChaosReport::text).toList());
			}
			put(report, "lastSuccess", status.lastSuccess());
			put(report, "lastFailure", status.lastFailure());
			putText(report, "lastError", status.lastError());
			put(report, "nextCall", status.nextCall());
		}
		return report;
	}

	private static void put(Map<String, Object> report, String field, @Nullable Instant time) {
		if (time != null) {
			report.put(field, PrintableText.of(time));
		}
	}

	static void putText(Map<String, Object> report, String field, @Nullable String text) {
		if (text != null && !text.isEmpty()) {
			report.put(field, text(text));
		}
	}

	/**
	 * Return a text that can be written as JSON, cut after {@value #MAX_TEXT} characters.
	 */
	static String text(String text) {
		boolean fits = text.codePointCount(0, text.length()) <= MAX_TEXT;
		return fits ? writable(text) : writable(text.substring(0, text.offsetByCodePoints(0, MAX_TEXT))) + "...";
	}

	// Half of a surrogate pair cannot be written as UTF-8, so that a single one would
	// prevent the whole report.
	private static String writable(String text) {
		StringBuilder writable = new StringBuilder(text.length());
		text.codePoints()
			.map((c) -> (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
			.forEach(writable::appendCodePoint);
		return writable.toString();
	}

	private static String plural(String effect) {
		return effect + (effect.endsWith("s") ? "es" : "s");
	}

}
