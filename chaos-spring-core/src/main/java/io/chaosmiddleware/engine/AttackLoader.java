package io.chaosmiddleware.engine;

import java.util.List;

import io.chaosmiddleware.attack.Attack;

/**
 * Loads configured attacks. Applications can implement this interface. A loader is called
 * repeatedly on one thread of its own, never on the thread of a request.
 */
@FunctionalInterface
public interface AttackLoader {

	/**
	 * Load the attacks that should be active from now on. They replace all attacks that
	 * were loaded before. May block.
	 * @return the attacks, possibly none
	 * @throws Exception if the attacks cannot be loaded. All attacks that were loaded
	 * before are then unloaded, since no chaos is safer than outdated chaos (decision L6
	 * in {@code docs/differences.md})
	 */
	List<Attack> load() throws Exception;

	/**
	 * Release connections, since nothing will be loaded for a while. A call of
	 * {@link #load()} may still be running, and another one may follow.
	 */
	default void disconnect() {
	}

}
