package io.chaosmiddleware.spring.mappings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import org.jspecify.annotations.Nullable;

/**
 * A fault of an attack: the first of those with the same name.
 *
 * @param path the position of the name in the document of the attack, as a JSON path such
 * as {@code $.actions[0].value}
 * @param name the class name of the exception
 */
public record NamedFault(String path, String name) {

	private static final StepHandler<@Nullable String> NAME = new StepHandler<>() {

		@Override
		public @Nullable String pause(Pause pause) {
			return null;
		}

		@Override
		public String fail(Fail fail) {
			return fail.exceptionName();
		}

		@Override
		public @Nullable String reply(Reply reply) {
			return null;
		}

		@Override
		public @Nullable String endConnection(EndConnection end) {
			return null;
		}

	};

	/**
	 * Return the faults of an attack, one for each name.
	 * @param attack the attack
	 * @return the faults in their order
	 */
	public static List<NamedFault> of(Attack attack) {
		List<NamedFault> faults = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (int i = 0; i < attack.actions().size(); i++) {
			if (attack.actions().get(i) instanceof Action.Valid valid) {
				String name = of(valid);
				if (name != null && names.add(name)) {
					faults.add(new NamedFault("$.actions[" + i + "]." + field(valid, name), name));
				}
			}
		}
		return faults;
	}

	/**
	 * Return the class name of the exception that an action throws.
	 * @param action the action
	 * @return the name, {@code null} if the action throws no exception
	 */
	public static @Nullable String of(Action.Valid action) {
		for (Step step : action.effect().steps()) {
			String name = step.accept(NAME);
			if (name != null) {
				return name;
			}
		}
		return null;
	}

	private static String field(Action.Valid action, String name) {
		for (Map.Entry<String, Object> field : action.effect().fields().entrySet()) {
			if (field.getValue().equals(name)) {
				return field.getKey();
			}
		}
		return "name";
	}

}
