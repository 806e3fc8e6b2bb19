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
 * Logs warnings about each started attack that targets this application, once and
 * whatever its source. Mappings are only known when the application context has started,
 * so attacks that start earlier, such as those from properties, are checked at that time.
 */
abstract class StartedAttacksLog implements AttackListener, SmartLifecycle {

	private static final int MAX_WARNINGS = 10;

	private final Logger logger = LoggerFactory.getLogger(getClass());

	private final Supplier<AttackEngine> engine;

	// The set is synchronized, because an attack may start while the active attacks are
	// checked.
	private final Set<ActiveAttack> seen = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private volatile boolean running;

	/**
	 * Create a log.
	 * @param engine supplies the engine, which is created after its listeners
	 */
	StartedAttacksLog(Supplier<AttackEngine> engine) {
		this.engine = engine;
	}

	/**
	 * Check an attack.
	 * @param attack the attack
	 * @return the warnings in the order of the actions. Only the first of several
	 * warnings with the same text is logged, and only the first of many warnings
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
	 * A warning about an attack.
	 *
	 * @param subject the beginning of the message, such as {@code Misleading fault of}
	 * @param path the position in the document, as a JSON path
	 * @param text the rest of the message
	 */
	record Warning(String subject, String path, String text) {

	}

}
