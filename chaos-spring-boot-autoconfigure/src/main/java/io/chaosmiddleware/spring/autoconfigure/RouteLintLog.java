package io.chaosmiddleware.spring.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.lint.RouteFinding;
import io.chaosmiddleware.spring.lint.RouteLint;
import io.chaosmiddleware.spring.lint.RoutedAction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of started attacks whose routes hit nothing or are misspelt.
 */
final class RouteLintLog extends StartedAttacksLog {

	private static final int MAX_WARNINGS = 10;

	private static final Logger logger = LoggerFactory.getLogger(RouteLintLog.class);

	private final Supplier<@Nullable RouteLint> lint;

	/**
	 * Create a log.
	 * @param lint looks at routes, if there are mappings
	 * @param engine the engine, which cannot be there yet: its listeners come first
	 */
	RouteLintLog(Supplier<@Nullable RouteLint> lint, Supplier<AttackEngine> engine) {
		super(engine);
		this.lint = lint;
	}

	@Override
	void look(ActiveAttack attack) {
		RouteLint lint = this.lint.get();
		if (lint != null) {
			warn(attack, lint);
		}
	}

	private static void warn(ActiveAttack attack, RouteLint lint) {
		List<RoutedAction> actions = RoutedAction.of(attack.attack());
		List<RouteFinding> findings = lint.findAll(actions.stream().map(RoutedAction::route).toList());
		Set<Route> warned = new HashSet<>();
		for (int i = 0; i < findings.size(); i++) {
			RouteFinding finding = findings.get(i);
			if (finding.warning() != null && warned.add(finding.route()) && warned.size() <= MAX_WARNINGS) {
				logger.warn("{} {} at {}: {}",
						finding.mappings().isEmpty() ? "Nothing to hit for" : "Perhaps misspelt in", attack,
						actions.get(i).path(), finding.warning());
			}
		}
		if (warned.size() > MAX_WARNINGS) {
			logger.warn("Nothing to hit for {} at {} more routes", attack, warned.size() - MAX_WARNINGS);
		}
	}

}
