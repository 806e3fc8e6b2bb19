package io.chaosmiddleware.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Explanation;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.Operator;
import io.chaosmiddleware.engine.Verdict;
import io.chaosmiddleware.spring.mappings.AttackReach;
import io.chaosmiddleware.spring.mappings.FaultLint;
import io.chaosmiddleware.spring.mappings.NamedFault;
import io.chaosmiddleware.spring.mappings.RouteFinding;
import io.chaosmiddleware.spring.mappings.RouteLint;
import io.chaosmiddleware.spring.web.HeaderAttacks;
import io.chaosmiddleware.spring.mappings.RoutedAction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;

/**
 * The operations of the {@code chaos} endpoint, which are the same over HTTP and over
 * JMX. They answer trees of maps, lists, texts and numbers. Safe for use by many threads.
 */
public final class ChaosOperations {

	static final Duration DEFAULT_DURATION = Duration.ofMinutes(10);

	private final AttackEngine engine;

	private final AttackLimits limits;

	private final Duration maxDuration;

	private final AttackParser parser;

	private final Access access;

	private final HeaderAttacks headerAttacks;

	private final Supplier<@Nullable LoaderStatus> loader;

	private final Runnable loaderCall;

	private final @Nullable RouteLint lint;

	private final @Nullable FaultLint faultLint;

	private final @Nullable AttackReach reach;

	/**
	 * Create the operations.
	 * @param engine the engine
	 * @param limits the limits of a document that starts an attack
	 * @param maxDuration the longest duration of an attack that is started at the
	 * endpoint
	 * @param access the access to the endpoint
	 * @param headerAttacks whether header attacks are accepted, for the status
	 * @param loader supplies the status of the attack loader, {@code null} if there is no
	 * loader
	 * @param loaderCall calls the attack loader without waiting for it
	 * @param lint finds the mappings that a route can hit, {@code null} if the
	 * application has no mappings
	 * @param faultLint finds faults that do not do what their name says, {@code null} for
	 * no such warnings
	 * @param reach knows which requests cannot be attacked at all, {@code null} if all
	 * requests can be attacked
	 */
	public ChaosOperations(AttackEngine engine, AttackLimits limits, Duration maxDuration, Access access,
			HeaderAttacks headerAttacks, Supplier<@Nullable LoaderStatus> loader, Runnable loaderCall,
			@Nullable RouteLint lint, @Nullable FaultLint faultLint, @Nullable AttackReach reach) {
		this.engine = engine;
		this.limits = limits;
		this.maxDuration = maxDuration;
		this.parser = new AttackParser(limits);
		this.access = access;
		this.headerAttacks = headerAttacks;
		this.loader = loader;
		this.loaderCall = loaderCall;
		this.lint = lint;
		this.faultLint = faultLint;
		this.reach = reach;
	}

	Access access() {
		return this.access;
	}

	int maxDocumentSize() {
		return this.limits.maxSize();
	}

	/**
	 * Return the state of the engine, all active attacks, and the recent decisions that
	 * pass a filter.
	 */
	Map<String, Object> status(RecentVerdicts filter) {
		Map<String, Object> status = state();
		status.put("identity", identity());
		status.put("sources", sources());
		status.put("attacks", this.engine.activeAttacks().stream().map(this::attack).toList());
		status.put("totals", ChaosReport.totals(this.engine.totals()));
		status.put("runningDelays", this.engine.runningDelays());
		status.put("recent", recent(filter));
		return status;
	}

	private Map<String, Object> attack(ActiveAttack attack) {
		Map<String, Object> report = ChaosReport.attack(attack);
		String warning = warning(attack.attack());
		if (warning != null) {
			report.put("warnings", List.of(warning));
		}
		return report;
	}

	private @Nullable String warning(Attack attack) {
		boolean share = attack.target() != null && attack.target().instances() != null
				&& attack.target().instances().isShare();
		return (share && !this.engine.identity().fixed())
				? "This instance has a random id, so that another start may decide otherwise whether it belongs to the"
						+ " share of 'instances'; set 'chaos.middleware.application-id'"
				: null;
	}

	List<Map<String, Object>> recent(RecentVerdicts filter) {
		return this.engine.recent().stream().filter(filter).map(ChaosReport::recent).toList();
	}

	private Map<String, Object> state() {
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("state", this.engine.state().name());
		ChaosReport.putText(state, "guardedReason", this.engine.guardedReason());
		return state;
	}

	private Map<String, Object> identity() {
		ApplicationIdentity identity = this.engine.identity();
		Map<String, Object> report = new LinkedHashMap<>();
		ChaosReport.putText(report, "application", identity.application());
		ChaosReport.putText(report, "environment", identity.environment());
		ChaosReport.putText(report, "id", identity.id());
		return report;
	}

	private Map<String, Object> sources() {
		Map<String, Object> sources = new LinkedHashMap<>();
		sources.put(AttackSource.HEADER.code(), Map.of("state", this.headerAttacks.name()));
		sources.put(AttackSource.PROPERTIES.code(), source("OK", AttackSource.PROPERTIES));
		sources.put(AttackSource.ENDPOINT.code(), source(this.access.name(), AttackSource.ENDPOINT));
		Map<String, Object> loader = ChaosReport.loader(this.loader);
		loader.put("attacks", this.engine.activeAttacks(AttackSource.LOADER));
		sources.put(AttackSource.LOADER.code(), loader);
		return sources;
	}

	private Map<String, Object> source(String state, AttackSource source) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("state", state);
		report.put("attacks", this.engine.activeAttacks(source));
		return report;
	}

	/**
	 * Start an attack.
	 * @throws AttackRefusedException if the document is not valid; the exception names
	 * every problem
	 * @throws IllegalStateException if the engine is guarded, or if the maximum number of
	 * attacks is active already
	 */
	Map<String, Object> start(byte[] document, Operator operator) {
		Attack attack = read(document, operator);
		boolean endless = !attack.schedule().hasEnd() && DEFAULT_DURATION.compareTo(this.maxDuration) < 0;
		Map<String, Object> started = state();
		started.putAll(ChaosReport
			.attack(this.engine.control().start(attack, endless ? DEFAULT_DURATION : this.maxDuration, operator)));
		List<String> warnings = warnings(attack);
		if (!warnings.isEmpty()) {
			started.put("warnings", warnings);
		}
		return started;
	}

	private Attack read(byte[] document, Operator operator) {
		try {
			return this.parser.parseStrictly(document,
					(schedule) -> this.engine.control().problem(schedule, this.maxDuration));
		}
		catch (AttackRefusedException ex) {
			this.engine.control().refuseStart(ex.problems(), operator);
			throw ex;
		}
	}

	private List<String> warnings(Attack attack) {
		List<String> warnings = new ArrayList<>();
		if (attack.actions().isEmpty()) {
			warnings.add("$.actions: the attack has no actions, so it does nothing");
		}
		if (this.lint != null && attack.targets(this.engine.identity())) {
			addRouteWarnings(attack, this.lint, warnings);
		}
		if (this.faultLint != null && attack.targets(this.engine.identity())) {
			addFaultWarnings(attack, this.faultLint, warnings);
		}
		String warning = warning(attack);
		if (warning != null) {
			warnings.add(warning);
		}
		return warnings;
	}

	private static void addRouteWarnings(Attack attack, RouteLint lint, List<String> warnings) {
		List<RoutedAction> actions = RoutedAction.of(attack);
		List<RouteFinding> findings = lint.findAll(actions.stream().map(RoutedAction::route).toList());
		for (int i = 0; i < findings.size(); i++) {
			if (findings.get(i).warning() != null) {
				warnings.add(actions.get(i).path() + ": " + findings.get(i).warning());
			}
		}
	}

	private static void addFaultWarnings(Attack attack, FaultLint lint, List<String> warnings) {
		List<NamedFault> faults = NamedFault.of(attack);
		Map<String, String> found = lint.warnings(faults.stream().map(NamedFault::name).toList());
		for (NamedFault fault : faults) {
			String warning = found.get(fault.name());
			if (warning != null) {
				warnings.add(fault.path() + ": " + warning);
			}
		}
	}

	/**
	 * Explain what would be done to a request, without doing it.
	 * @throws AttackRefusedException if the document is not valid; the exception names
	 * every problem
	 */
	Map<String, Object> explain(byte[] document) {
		HypotheticalRequest request = HypotheticalRequest.read(document);
		Explanation explanation = this.engine.explain(request);
		Decision decision = explanation.decision();
		Attack header = explanation.headerAttack();
		Map<String, Object> explained = state();
		explained.put("method", ChaosReport.text(decision.method()));
		explained.put("path", ChaosReport.text(decision.path()));
		explained.put("headerProblems", ChaosReport.problems(decision.headerProblems()));
		List<Map<String, Object>> verdicts = verdicts(decision.verdicts(), header);
		explained.put("verdicts", verdicts);
		AttackReach.Obstacle obstacle = obstacle(request);
		if (obstacle != null && obstacle.certain()) {
			verdicts.replaceAll(ChaosReport::unreachable);
			explained.put("warning", "No attack can hit this request: " + ChaosReport.text(obstacle.reason()));
		}
		else if (obstacle != null) {
			explained.put("warning",
					"Whether an attack can hit this request is not known: " + ChaosReport.text(obstacle.reason()));
		}
		if (this.lint != null && this.lint.knowsMappings()) {
			putRoutes(explained, this.lint, header);
		}
		return explained;
	}

	private AttackReach.@Nullable Obstacle obstacle(HypotheticalRequest request) {
		if (request.isPreFlight()) {
			return AttackReach.Obstacle.certain("CORS preflight requests are never attacked");
		}
		return (this.reach != null)
				? this.reach.obstacle(request.method(), request.path(), request.query(), request.values()) : null;
	}

	private List<Map<String, Object>> verdicts(List<Verdict> verdicts, @Nullable Attack header) {
		List<Map<String, Object>> reports = new ArrayList<>();
		Map<String, List<Map<String, Object>>> reportsByFault = new LinkedHashMap<>();
		for (Verdict verdict : verdicts) {
			Map<String, Object> report = ChaosReport.verdict(verdict);
			reports.add(report);
			String fault = faultName(verdict, header);
			if (fault != null) {
				reportsByFault.computeIfAbsent(fault, (name) -> new ArrayList<>()).add(report);
			}
		}
		if (this.faultLint != null) {
			this.faultLint.warnings(reportsByFault.keySet())
				.forEach((name, warning) -> reportsByFault.getOrDefault(name, List.of())
					.forEach((report) -> report.put("warning", warning)));
		}
		return reports;
	}

	// The fault of an attack on another application is not looked up, since its class
	// need not exist here.
	private @Nullable String faultName(Verdict verdict, @Nullable Attack header) {
		Attack attack = (verdict.attack() != null) ? verdict.attack().attack() : header;
		return (attack != null && attack.targets(this.engine.identity())
				&& verdict.action() instanceof Action.Valid valid) ? NamedFault.of(valid) : null;
	}

	// A header replaces the configured attacks, but the routes of both are checked, since
	// a route that hits no mapping is a mistake whatever the request is.
	private void putRoutes(Map<String, Object> explained, RouteLint lint, @Nullable Attack header) {
		List<RoutedAction> actions = new ArrayList<>();
		List<@Nullable ActiveAttack> origins = new ArrayList<>();
		if (header != null) {
			collect(header, null, actions, origins);
		}
		this.engine.activeAttacks().forEach((active) -> collect(active.attack(), active, actions, origins));
		List<RouteFinding> findings = lint.findAll(actions.stream().map(RoutedAction::route).toList());
		List<Map<String, Object>> routes = new ArrayList<>();
		for (int i = 0; i < findings.size(); i++) {
			routes.add(ChaosReport.route(actions.get(i), origins.get(i), findings.get(i)));
		}
		explained.put("routes", routes);
		if (routes.size() < actions.size()) {
			explained.put("routesLeftOut", actions.size() - routes.size());
		}
	}

	private void collect(Attack attack, @Nullable ActiveAttack origin, List<RoutedAction> actions,
			List<@Nullable ActiveAttack> origins) {
		if (attack.targets(this.engine.identity())) {
			for (RoutedAction action : RoutedAction.of(attack)) {
				actions.add(action);
				origins.add(origin);
			}
		}
	}

	Map<String, Object> halt(Operator operator) {
		this.engine.control().halt(operator);
		return state();
	}

	Map<String, Object> resume(Operator operator) {
		this.engine.control().resume(operator);
		// The loader is called even if nothing was halted, since an operator may resume
		// after having repaired the Chaos API.
		this.loaderCall.run();
		return state();
	}

	/**
	 * Cancel an attack that was started at the endpoint.
	 * @throws NoSuchElementException if no active attack has this id
	 * @throws IllegalStateException if the attack comes from another source
	 */
	Map<String, Object> cancel(String id, Operator operator) {
		ActiveAttack attack = this.engine.activeAttacks()
			.stream()
			.filter((candidate) -> candidate.id().equals(id))
			.findFirst()
			.orElseThrow(() -> unknown(id));
		if (attack.source() != AttackSource.ENDPOINT) {
			throw new IllegalStateException("The attack '" + attack.id() + "' comes from the source '" + attack.source()
					+ "' and can only be ended there; 'halt' stops all attacks of every source");
		}
		if (!this.engine.control().cancel(id, operator)) {
			throw unknown(id);
		}
		return cancelled(List.of(attack));
	}

	private static NoSuchElementException unknown(String id) {
		return new NoSuchElementException(
				"No active attack has the id '" + ChaosReport.text(id) + "'; it may have ended by itself");
	}

	Map<String, Object> cancelAll(Operator operator) {
		return cancelled(this.engine.control().cancelAll(operator));
	}

	private static Map<String, Object> cancelled(List<ActiveAttack> attacks) {
		return Map.of("cancelled", attacks.stream().map(ChaosReport::attack).toList());
	}

}
