package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the actions of a plan for one request, which gives each its verdict.
 */
final class Walk implements StepHandler<@Nullable Reason> {

	/**
	 * The most work that one request does to be compared with all conditions: that of the
	 * heaviest header and the longest path, some milliseconds.
	 */
	static final long MAX_WORK = (long) AttackLimits.MAX_ROUTE_WEIGHT * RequestPath.MAX_LENGTH;

	/**
	 * The most actions of configured attacks that a decision names and does not inject.
	 */
	static final int MAX_LEFT_IN = 100;

	private final RequestView request;

	private final String path;

	private final @Nullable Reason obstacle;

	private final Rules rules;

	private final Dice dice;

	private final int maxLeftIn;

	private final List<Verdict> verdicts = new ArrayList<>();

	private Duration pause = Duration.ZERO;

	private long work;

	private int leftIn;

	private boolean over;

	/**
	 * Begin a walk.
	 * @param request the request
	 * @param path its decoded path
	 * @param obstacle why nothing may be injected, {@code null} if it may
	 * @param rules what actions are measured by
	 * @param dice what chance says
	 * @param maxLeftIn how many actions of configured attacks that are not injected are
	 * named
	 */
	Walk(RequestView request, String path, @Nullable Reason obstacle, Rules rules, Dice dice, int maxLeftIn) {
		this.request = request;
		this.path = path;
		this.obstacle = obstacle;
		this.rules = rules;
		this.dice = dice;
		this.maxLeftIn = maxLeftIn;
	}

	/**
	 * Return whether an action may hit a request, as far as the same questions say that
	 * the walk asks. Most requests are not hit: to find that out costs no memory.
	 */
	static boolean canHit(Plan plan, RequestView request, String path, Rules rules) {
		boolean counted = !plan.isWithin(MAX_WORK, path);
		long work = 0;
		for (int i = 0; i < plan.size(); i++) {
			PlannedAction planned = plan.action(i);
			work += counted ? planned.work(path) : 0;
			if (work > MAX_WORK) {
				return false;
			}
			if (planned.action() instanceof Action.Valid && planned.miss(request, path) == null
					&& !rules.isOver(planned.origin())) {
				return true;
			}
		}
		return false;
	}

	List<Verdict> through(Plan plan) {
		boolean counted = !plan.isWithin(MAX_WORK, this.path);
		for (int i = 0; i < plan.size(); i++) {
			PlannedAction planned = plan.action(i);
			if (!this.rules.isOver(planned.origin())) {
				visit(planned, counted);
			}
		}
		return this.verdicts;
	}

	private void visit(PlannedAction planned, boolean counted) {
		if (planned.action() instanceof Action.Refused refused) {
			leave(planned, Verdict.Kind.REFUSED, refused.reason());
		}
		else if (planned.action() instanceof Action.Valid valid) {
			Reason skipped = (this.obstacle != null) ? this.obstacle : this.over ? Reason.AFTER_OUTCOME : null;
			if (skipped != null) {
				leave(planned, Verdict.Kind.SKIPPED, skipped);
				return;
			}
			this.work += counted ? planned.work(this.path) : 0;
			if (this.work > MAX_WORK) {
				leave(planned, Verdict.Kind.SKIPPED, Reason.LIMIT_ROUTES);
				return;
			}
			Reason missed = planned.miss(this.request, this.path);
			missed = (missed != null) ? missed : planned.missByChance(this.request, this.path, this.dice);
			if (missed != null) {
				leave(planned, Verdict.Kind.MISSED, missed);
				return;
			}
			hit(planned, valid);
		}
	}

	private void hit(PlannedAction planned, Action.Valid action) {
		Duration sum = this.pause;
		boolean outcome = false;
		Reason substituted = null;
		for (Step step : action.effect().steps()) {
			if (step instanceof Pause pause) {
				sum = sum.plus(pause.duration());
			}
			outcome |= step.isOutcome();
			Reason reason = step.accept(this);
			substituted = (substituted != null) ? substituted : reason;
		}
		if (sum.compareTo(this.rules.maxDelay()) > 0) {
			leave(planned, Verdict.Kind.SKIPPED, Reason.LIMIT_DELAY);
			return;
		}
		this.pause = sum;
		this.over = outcome;
		this.verdicts.add(new Verdict(action.forShow(), Verdict.Kind.INJECTED, substituted, planned.origin(),
				action.effect().details()));
	}

	@Override
	public @Nullable Reason pause(Pause pause) {
		return null;
	}

	@Override
	public @Nullable Reason fail(Fail fail) {
		return this.rules.faults().locate(fail.exceptionName()).reason();
	}

	private void leave(PlannedAction planned, Verdict.Kind kind, Reason reason) {
		if (planned.origin() == null || this.leftIn++ < this.maxLeftIn) {
			// a delayed request, and the history, keep them for long
			this.verdicts.add(new Verdict(planned.action().forShow(), kind, reason, planned.origin(), Map.of()));
		}
	}

}
