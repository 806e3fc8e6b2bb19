package io.chaosmiddleware.spring.loader;

import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackLoader;

/**
 * A loader of the application, which may read its attacks with other limits than those of
 * the application, or make them.
 *
 * @param loader the loader
 * @param limits the limits of the application
 */
public record LimitedAttackLoader(AttackLoader loader, AttackLimits limits) implements AttackLoader {

	@Override
	public List<Attack> load() throws Exception {
		List<Attack> attacks = this.loader.load();
		return (attacks != null) ? attacks.stream().map(this::within).toList() : attacks;
	}

	// The synchronizer says what is wrong with a missing list or attack.
	private Attack within(Attack attack) {
		return (attack != null) ? attack.within(this.limits) : attack;
	}

	@Override
	public void disconnect() {
		this.loader.disconnect();
	}

}
