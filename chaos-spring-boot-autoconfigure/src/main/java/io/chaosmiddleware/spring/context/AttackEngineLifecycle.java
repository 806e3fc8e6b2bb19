package io.chaosmiddleware.spring.context;

import java.util.Collection;
import java.util.function.Supplier;

import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.spring.mappings.AttackReach;
import io.chaosmiddleware.spring.web.HeaderAttacks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Logs what is enabled when the application context has started, and ends running delays
 * when it stops. A bean of the default phase is stopped before the web server, so a
 * graceful shutdown of the web server does not wait for delays.
 */
public final class AttackEngineLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(AttackEngineLifecycle.class);

	private final AttackEngine engine;

	private final HeaderAttacks headerAttacks;

	private final Supplier<@Nullable LoaderStatus> loader;

	private final Supplier<Collection<AttackReach>> reach;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param engine the engine
	 * @param headerAttacks whether attacks by request header are accepted
	 * @param loader the status of the loader, {@code null} if there is no loader
	 * @param reach what the adapters in this context can attack
	 */
	public AttackEngineLifecycle(AttackEngine engine, HeaderAttacks headerAttacks,
			Supplier<@Nullable LoaderStatus> loader, Supplier<Collection<AttackReach>> reach) {
		this.engine = engine;
		this.headerAttacks = headerAttacks;
		this.loader = loader;
		this.reach = reach;
	}

	@Override
	public void start() {
		this.engine.control().reactivate();
		this.running = true;
		announce();
	}

	private void announce() {
		String who = describe(this.engine.identity());
		String headers = "header attacks " + describe(this.headerAttacks) + ", ";
		String sources = this.engine.activeAttacks(AttackSource.PROPERTIES)
				+ " attack(s) from properties, attack loader " + loader();
		Collection<AttackReach> reach = this.reach.get();
		if (this.engine.guardedReason() != null) {
			logger.warn("Chaos Middleware stands down: {}. It is {}; without that: {}{}",
					PrintableText.of(this.engine.guardedReason()), who, headers, sources);
		}
		else if (reach.stream().noneMatch(AttackReach::reachesAnything)) {
			logger.warn("Chaos Middleware is enabled, but there is nothing that it can attack: neither Spring MVC nor"
					+ " Spring WebFlux serves requests in this application context. Only code that asks the"
					+ " AttackEngine itself can be hit. It is {}; {}", who, sources);
		}
		else {
			logger.info("Chaos Middleware is enabled: {}; {}{}", who, headers, sources);
			reach.stream()
				.flatMap((adapter) -> adapter.unreached().stream())
				.forEach((mapping) -> logger
					.warn("Requests that the handler mapping {} serves cannot be attacked: a DispatcherServlet asks it"
							+ " before the bean 'attackInterceptorMapping', or does not ask that bean", mapping));
		}
	}

	private static String describe(ApplicationIdentity identity) {
		String application = (identity.application() != null) ? "application '" + identity.application() + "'"
				: "no application name (see spring.application.name)";
		String environment = (identity.environment() != null) ? "environment '" + identity.environment() + "'"
				: "no environment";
		return application + ", " + environment + ", instance " + identity.id();
	}

	private static String describe(HeaderAttacks headerAttacks) {
		return switch (headerAttacks) {
			case ENABLED -> "on";
			case TOKEN_REQUIRED -> "with token";
			case DISABLED -> "off";
		};
	}

	private String loader() {
		try {
			LoaderStatus status = this.loader.get();
			return (status != null) ? describe(status) : "absent";
		}
		catch (RuntimeException ex) {
			// The status may come from code of the application, and is only needed for a
			// line in the log.
			return "unknown";
		}
	}

	private static String describe(LoaderStatus status) {
		return switch (status.state()) {
			case NOT_CONFIGURED -> "'" + status.loader() + "' idle, not configured";
			case DISABLED -> "off";
			default -> "'" + status.loader() + "'";
		};
	}

	@Override
	public void stop() {
		this.engine.control().quiesce();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
