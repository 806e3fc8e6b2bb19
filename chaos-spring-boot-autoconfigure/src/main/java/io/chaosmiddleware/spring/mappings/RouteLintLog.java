package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import org.jspecify.annotations.Nullable;

/**
 * Logs warnings about started attacks whose routes hit nothing or look misspelt.
 */
public final class RouteLintLog extends StartedAttacksLog {

	private final Supplier<@Nullable RouteLint> lint;

	/**
	 * Create a log.
	 * @param lint supplies the lint, {@code null} if there is none
	 * @param engine supplies the engine, which is created after its listeners
	 */
	public RouteLintLog(Supplier<@Nullable RouteLint> lint, Supplier<AttackEngine> engine) {
		super(engine);
		this.lint = lint;
	}

	@Override
	Stream<Warning> warnings(ActiveAttack attack) {
		RouteLint lint = this.lint.get();
		return (lint != null) ? warnings(attack, lint) : Stream.empty();
	}

	private static Stream<Warning> warnings(ActiveAttack attack, RouteLint lint) {
		List<RoutedAction> actions = RoutedAction.of(attack.attack());
		List<RouteFinding> findings = lint.findAll(actions.stream().map(RoutedAction::route).toList());
		List<Warning> warnings = new ArrayList<>();
		for (int i = 0; i < findings.size(); i++) {
			RouteFinding finding = findings.get(i);
			if (finding.warning() != null) {
				warnings.add(new Warning(finding.mappings().isEmpty() ? "Nothing to hit for" : "Perhaps misspelt in",
						actions.get(i).path(), finding.warning()));
			}
		}
		return warnings.stream();
	}

}
