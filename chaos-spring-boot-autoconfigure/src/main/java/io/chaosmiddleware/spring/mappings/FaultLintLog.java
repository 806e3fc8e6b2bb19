package io.chaosmiddleware.spring.mappings;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import org.jspecify.annotations.Nullable;

/**
 * Logs warnings about started attacks whose faults do not do what their names promise.
 */
public final class FaultLintLog extends StartedAttacksLog {

	private final Supplier<@Nullable FaultLint> lint;

	/**
	 * Create a log.
	 * @param lint supplies the lint, {@code null} if there is none
	 * @param engine supplies the engine, which is created after its listeners
	 */
	public FaultLintLog(Supplier<@Nullable FaultLint> lint, Supplier<AttackEngine> engine) {
		super(engine);
		this.lint = lint;
	}

	@Override
	Stream<Warning> warnings(ActiveAttack attack) {
		FaultLint lint = this.lint.get();
		if (lint == null) {
			return Stream.empty();
		}
		List<NamedFault> faults = NamedFault.of(attack.attack());
		Map<String, String> warnings = lint.warnings(faults.stream().map(NamedFault::name).toList());
		return faults.stream().flatMap((fault) -> {
			String warning = warnings.get(fault.name());
			return (warning != null) ? Stream.of(new Warning("Misleading fault of", fault.path(), warning))
					: Stream.empty();
		});
	}

}
