package io.chaosmiddleware.engine;

import java.util.List;

import io.chaosmiddleware.attack.Attack;

/**
 * Where configured attacks come from: a seam for users. Called again and again by one
 * thread of its own, never on a request's thread.
 */
@FunctionalInterface
public interface AttackLoader {

	/**
	 * Load the attacks that are to be active now; they replace all that were loaded
	 * before. May block.
	 * @return the attacks, possibly none
	 * @throws Exception if they cannot be loaded: whatever was loaded before is then
	 * unloaded, since chaos fails towards calm (decision L6)
	 */
	List<Attack> load() throws Exception;

	/**
	 * Let go of connections, since nobody loads for a while. A call of {@link #load()}
	 * may still be under way, and another may follow.
	 */
	default void disconnect() {
	}

}
