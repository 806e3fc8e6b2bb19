package io.chaosmiddleware.spring.mappings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Warns once of each started attack that targets this application, whatever its source.
 * Not all is known before the context has started: attacks that are active by then, such
 * as those from properties, are looked at when it has.
 */
abstract class StartedAttacksLog implements AttackListener, SmartLifecycle {

	private static final int MAX_WARNINGS = 10;

	private final Logger logger = LoggerFactory.getLogger(getClass());

	private final Supplier<AttackEngine> engine;

	// The set is synchronized, since an event may announce an attack while the active
	// ones are listed.
	private final Set<ActiveAttack> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private volatile boolean running;

	/**
	 * Create a log.
	 * @param engine the engine, which cannot be there yet: its listeners come first
	 */
	StartedAttacksLog(Supplier<AttackEngine> engine) {
		this.engine = engine;
	}

	/**
	 * Look at an attack.
	 * @param attack the attack
	 * @return what is to be said of it, in the order of its actions. What is said several
	 * times is logged once, and of many warnings only the first
	 */
	abstract Stream<Warning> warnings(ActiveAttack attack);

	@Override
	public final List<Class<? extends AttackEvent>> eventTypes() {
		return List.of(AttackEvent.Started.class);
	}

	@Override
	public final void onEvent(AttackEvent event) {
		if (this.running && event instanceof AttackEvent.Started started) {
			lookOnce(started.attack());
		}
	}

	@Override
	public final void start() {
		this.running = true;
		this.engine.get().activeAttacks().forEach(this::lookOnce);
	}

	private void lookOnce(ActiveAttack attack) {
		AttackEngine engine = this.engine.get();
		if (engine.guardedReason() == null && attack.attack().targets(engine.identity()) && this.seen.add(attack)) {
			warn(attack);
		}
	}

	private void warn(ActiveAttack attack) {
		Map<String, Warning> warnings = new LinkedHashMap<>();
		warnings(attack).forEach((warning) -> warnings.putIfAbsent(warning.text(), warning));
		warnings.values()
			.stream()
			.limit(MAX_WARNINGS)
			.forEach((warning) -> this.logger.warn("{} {} at {}: {}", warning.subject(), attack, warning.path(),
					warning.text()));
		if (warnings.size() > MAX_WARNINGS) {
			this.logger.warn("{} more warnings like these of {} are left out", warnings.size() - MAX_WARNINGS, attack);
		}
	}

	@Override
	public final void stop() {
		this.running = false;
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	/**
	 * What is to be said of an attack.
	 *
	 * @param subject what is wrong, such as {@code Misleading fault of}
	 * @param path where, as a JSON path
	 * @param text a sentence for people
	 */
	record Warning(String subject, String path, String text) {

	}

}
