package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.condition.Route;

/**
 * A valid action that has a route.
 *
 * @param index the index of the action in the attack, from 0
 * @param action the action
 * @param route its route
 */
public record RoutedAction(int index, Action.Valid action, Route route) {

	/**
	 * Return the valid actions of an attack that have a route.
	 * @param attack the attack
	 * @return the actions in their order
	 */
	public static List<RoutedAction> of(Attack attack) {
		List<RoutedAction> routed = new ArrayList<>();
		for (int i = 0; i < attack.actions().size(); i++) {
			if (attack.actions().get(i) instanceof Action.Valid valid) {
				Route route = valid.condition(Route.class);
				if (route != null) {
					routed.add(new RoutedAction(i, valid, route));
				}
			}
		}
		return routed;
	}

	/**
	 * Return the position of the route in the document of the attack.
	 * @return the JSON path, such as {@code $.actions[0].route}
	 */
	public String path() {
		return "$.actions[" + this.index + "].route";
	}

}
