package io.chaosmiddleware.spring.autoconfigure;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.Route;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.spring.lint.RouteFinding;
import io.chaosmiddleware.spring.lint.RouteLint;
import io.chaosmiddleware.spring.lint.RoutedAction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Warns of started attacks whose routes hit nothing or are misspelt, whatever their
 * source. There are no mappings before the context has started: attacks that are active
 * by then, such as those from properties, are looked at when it has.
 */
final class RouteLintLog implements AttackListener, SmartLifecycle {

	private static final int MAX_WARNINGS = 10;

	private static final Logger logger = LoggerFactory.getLogger(RouteLintLog.class);

	private final Supplier<@Nullable RouteLint> lint;

	private final Supplier<AttackEngine> engine;

	// an attack may be told of while those that are active are looked at
	private final Set<ActiveAttack> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private volatile boolean running;

	/**
	 * Create a log.
	 * @param lint looks at routes, if there are mappings
	 * @param engine the engine, which cannot be there yet: its listeners come first
	 */
	RouteLintLog(Supplier<@Nullable RouteLint> lint, Supplier<AttackEngine> engine) {
		this.lint = lint;
		this.engine = engine;
	}

	@Override
	public List<Class<? extends AttackEvent>> eventTypes() {
		return List.of(AttackEvent.Started.class);
	}

	@Override
	public void onEvent(AttackEvent event) {
		if (this.running && event instanceof AttackEvent.Started started) {
			look(started.attack());
		}
	}

	@Override
	public void start() {
		this.running = true;
		this.engine.get().activeAttacks().forEach(this::look);
	}

	private void look(ActiveAttack attack) {
		RouteLint lint = this.lint.get();
		AttackEngine engine = this.engine.get();
		if (lint != null && engine.guardedReason() == null && engine.isTargetOf(attack.attack())
				&& this.seen.add(attack)) {
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

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
