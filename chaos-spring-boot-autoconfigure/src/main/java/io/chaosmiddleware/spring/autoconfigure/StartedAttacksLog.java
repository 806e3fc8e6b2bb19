package io.chaosmiddleware.spring.autoconfigure;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;

import org.springframework.context.SmartLifecycle;

/**
 * Looks once at each started attack that is meant for us, whatever its source. Not all is
 * known before the context has started: attacks that are active by then, such as those
 * from properties, are looked at when it has.
 */
abstract class StartedAttacksLog implements AttackListener, SmartLifecycle {

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
	 */
	abstract void look(ActiveAttack attack);

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
		if (engine.guardedReason() == null && engine.isTargetOf(attack.attack()) && this.seen.add(attack)) {
			look(attack);
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

}
