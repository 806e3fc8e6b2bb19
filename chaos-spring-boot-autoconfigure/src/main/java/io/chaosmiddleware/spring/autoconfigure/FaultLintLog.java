package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.lint.FaultLint;
import io.chaosmiddleware.spring.lint.NamedFault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of started attacks whose faults do not do what their names promise.
 */
final class FaultLintLog extends StartedAttacksLog {

	private static final int MAX_WARNINGS = 10;

	private static final Logger logger = LoggerFactory.getLogger(FaultLintLog.class);

	private final Supplier<@Nullable FaultLint> lint;

	/**
	 * Create a log.
	 * @param lint looks at the names of faults
	 * @param engine the engine, which cannot be there yet: its listeners come first
	 */
	FaultLintLog(Supplier<@Nullable FaultLint> lint, Supplier<AttackEngine> engine) {
		super(engine);
		this.lint = lint;
	}

	@Override
	void look(ActiveAttack attack) {
		FaultLint lint = this.lint.get();
		if (lint == null) {
			return;
		}
		List<NamedFault> faults = NamedFault.of(attack.attack());
		Map<String, String> warnings = lint.warnings(faults.stream().map(NamedFault::name).toList());
		faults.stream()
			.filter((fault) -> warnings.containsKey(fault.name()))
			.limit(MAX_WARNINGS)
			.forEach((fault) -> logger.warn("Misleading fault of {} at {}: {}", attack, fault.path(),
					warnings.get(fault.name())));
		if (warnings.size() > MAX_WARNINGS) {
			logger.warn("Misleading faults of {} with {} more names", attack, warnings.size() - MAX_WARNINGS);
		}
	}

}
