package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to run the small application.
 *
 * @param stack what it runs on
 * @param name what it is called in the results
 * @param libraries what is added to the plain application: the name of its class path
 * @param arguments what it is started with
 */
record Variant(Stack stack, String name, String libraries, List<String> arguments) {

	private static final String ENABLED = "--chaos.middleware.enabled=true";

	static Variant plain(Stack stack, String name) {
		return new Variant(stack, name, "plain", List.of());
	}

	static Variant disabled(Stack stack) {
		return new Variant(stack, "starter, disabled", "starter", List.of());
	}

	static Variant idle(Stack stack) {
		return new Variant(stack, "starter, enabled and idle", "starter", List.of(ENABLED));
	}

	/**
	 * The starter with ten attacks that are not meant for the request: by literal routes,
	 * expressions, path patterns and by a target.
	 */
	static Variant missing(Stack stack) {
		List<String> arguments = new ArrayList<>(List.of(ENABLED));
		List<String> routes = List.of("/payments", "/customers", "/items", "/payments/*", "^/customers/[0-9]+$",
				"/items/[0-9]+/prices", "(payments|customers)/archive", "/payments/**", "/customers/{id}");
		for (int i = 0; i < routes.size(); i++) {
			arguments.addAll(delay(i));
			arguments.add("--chaos.middleware.attacks[" + i + "].actions[0].route=" + routes.get(i));
		}
		arguments.addAll(delay(routes.size()));
		arguments.add("--chaos.middleware.attacks[" + routes.size() + "].target.application=another");
		return new Variant(stack, "starter, 10 attacks that miss", "starter", List.copyOf(arguments));
	}

	private static List<String> delay(int index) {
		String action = "--chaos.middleware.attacks[" + index + "].actions[0].";
		return List.of(action + "name=delay", action + "value=1");
	}

	static Variant chaosMonkey(Stack stack, boolean enabled) {
		return new Variant(stack, "Chaos Monkey, " + (enabled ? "enabled" : "disabled"), "chaos-monkey",
				List.of("--spring.profiles.active=chaos-monkey", "--chaos.monkey.enabled=" + enabled,
						"--chaos.monkey.watcher.rest-controller=true", "--chaos.monkey.assaults.latency-active=false"));
	}

	/**
	 * The same with actuator on the class path.
	 */
	Variant withActuator() {
		return new Variant(this.stack, this.name + ", with actuator",
				this.libraries.equals("plain") ? "actuator" : "actuator," + this.libraries, this.arguments);
	}

	@Override
	public String toString() {
		return this.stack.title() + ", " + this.name;
	}

}
