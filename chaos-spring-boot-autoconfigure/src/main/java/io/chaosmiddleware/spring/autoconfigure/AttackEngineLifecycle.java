package io.chaosmiddleware.spring.autoconfigure;

import java.util.Collection;
import java.util.function.Supplier;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.LoaderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Says what is switched on when the context has started, and ends running delays as the
 * first thing when it stops: a graceful shutdown of the web server must not have to wait
 * for them. (The default phase ends before that of the web server.)
 */
final class AttackEngineLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(AttackEngineLifecycle.class);

	private final AttackEngine engine;

	private final ChaosProperties.Header header;

	private final Supplier<@Nullable LoaderStatus> loader;

	private final Supplier<Collection<AttackSurface>> surfaces;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param engine the engine
	 * @param header what is allowed by header
	 * @param loader how the loader is, if there is one
	 * @param surfaces what there is in this context that can be attacked
	 */
	AttackEngineLifecycle(AttackEngine engine, ChaosProperties.Header header, Supplier<@Nullable LoaderStatus> loader,
			Supplier<Collection<AttackSurface>> surfaces) {
		this.engine = engine;
		this.header = header;
		this.loader = loader;
		this.surfaces = surfaces;
	}

	@Override
	public void start() {
		this.engine.control().reactivate();
		this.running = true;
		announce();
	}

	private void announce() {
		ApplicationIdentity identity = this.engine.identity();
		String who = ((identity.application() != null) ? "application '" + identity.application() + "'"
				: "no application name (see spring.application.name)")
				+ ((identity.environment() != null) ? ", environment '" + identity.environment() + "'"
						: ", no environment")
				+ ", instance " + identity.id();
		String headers = "header attacks "
				+ (this.header.enabled() ? ((this.header.token() != null) ? "with token" : "on") : "off") + ", ";
		String sources = this.engine.activeAttacks(AttackSource.PROPERTIES)
				+ " attack(s) from properties, attack loader " + loader();
		if (this.engine.guardedReason() != null) {
			logger.warn("Chaos Middleware stands down: {}. It is {}; without that: {}{}",
					PrintableText.of(this.engine.guardedReason()), who, headers, sources);
		}
		else if (this.surfaces.get().stream().noneMatch(AttackSurface::getAsBoolean)) {
			logger.warn("Chaos Middleware is enabled, but there is nothing that it can attack: neither Spring MVC nor"
					+ " Spring WebFlux serves requests in this application context. Only code that asks the"
					+ " AttackEngine itself can be hit. It is {}; {}", who, sources);
		}
		else {
			logger.info("Chaos Middleware is enabled: {}; {}{}", who, headers, sources);
			this.surfaces.get()
				.stream()
				.flatMap((surface) -> surface.unreached().stream())
				.forEach((mapping) -> logger
					.warn("Requests that the handler mapping {} serves cannot be attacked: a DispatcherServlet asks it"
							+ " before the bean 'attackInterceptorMapping', or does not ask that bean", mapping));
		}
	}

	private String loader() {
		try {
			LoaderStatus status = this.loader.get();
			return (status != null) ? describe(status) : "absent";
		}
		catch (RuntimeException ex) {
			// The application has a loader of its own that failed to tell its status,
			// which
			// is only needed for a line in the log.
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
