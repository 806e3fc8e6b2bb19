package io.chaosmiddleware.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.effect.EndConnection;
import io.chaosmiddleware.effect.Fail;
import io.chaosmiddleware.effect.Pause;
import io.chaosmiddleware.effect.Phase;
import io.chaosmiddleware.effect.Reply;
import io.chaosmiddleware.effect.Step;
import io.chaosmiddleware.effect.StepHandler;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the actions of a plan for one request, which gives each action a
 * verdict.
 */
final class Walk implements StepHandler<@Nullable Reason> {

	/**
	 * The maximum work of evaluating conditions for one request. It is enough for the
	 * heaviest header and the longest path, and takes some milliseconds.
	 */
	static final long MAX_WORK = (long) AttackLimits.MAX_ROUTE_WEIGHT * RequestPath.MAX_LENGTH;

	/**
	 * The maximum number of actions of configured attacks that a decision lists without
	 * injecting them.
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

	private boolean overAfterHandler;

	private boolean withoutAnswer;

	/**
	 * Begin a walk.
	 * @param request the request
	 * @param path the decoded path of the request
	 * @param obstacle why nothing may be injected, {@code null} if actions may be
	 * injected
	 * @param rules the fixed inputs of decisions
	 * @param dice the dice to roll for conditions that depend on chance
	 * @param maxLeftIn the maximum number of actions of configured attacks to list that
	 * are not injected
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
	 * Return whether an action may hit a request, according to the same conditions that
	 * the walk evaluates. Does not allocate memory, since most requests are not hit.
	 */
	static boolean canHit(Plan plan, RequestView request, String path, Rules rules) {
		boolean counted = !plan.isWithin(MAX_WORK, path);
		long work = 0;
		for (int i = 0; i < plan.size(); i++) {
			PlannedAction planned = plan.action(i);
			if (counted && rules.missesNow(planned.origin()) != null) {
				continue;
			}
			work += counted ? planned.work(request, path) : 0;
			if (work > MAX_WORK) {
				return false;
			}
			if (planned.action() instanceof Action.Valid && planned.miss(request, path) == null
					&& rules.missesNow(planned.origin()) == null) {
				return true;
			}
		}
		return false;
	}

	List<Verdict> through(Plan plan) {
		boolean counted = !plan.isWithin(MAX_WORK, this.path);
		for (int i = 0; i < plan.size(); i++) {
			PlannedAction planned = plan.action(i);
			Reason notNow = this.rules.missesNow(planned.origin());
			if (notNow != Reason.UNTIL) {
				visit(planned, notNow, counted);
			}
		}
		return this.verdicts;
	}

	private void visit(PlannedAction planned, @Nullable Reason notNow, boolean counted) {
		if (planned.action() instanceof Action.Refused refused) {
			leave(planned, Verdict.Kind.REFUSED, refused.reason());
		}
		else if (planned.action() instanceof Action.Valid valid) {
			Reason skipped = (this.obstacle != null) ? this.obstacle
					: isOver(valid.phase(), valid.effect()) ? Reason.AFTER_OUTCOME : null;
			if (skipped != null) {
				leave(planned, Verdict.Kind.SKIPPED, skipped);
				return;
			}
			if (notNow != null) {
				leave(planned, Verdict.Kind.MISSED, notNow);
				return;
			}
			this.work += counted ? planned.work(this.request, this.path) : 0;
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
		if (action.phase() == Phase.ANSWER && "HEAD".equals(this.request.method())) {
			leave(planned, Verdict.Kind.SKIPPED, Reason.NO_BODY);
			return;
		}
		Effect effect = action.effect().draw(this.dice::roll, this.rules.maxDelay());
		Duration sum = effect.pauseAfter(this.pause);
		Reason substituted = null;
		for (Step step : effect.steps()) {
			Reason reason = step.accept(this);
			substituted = (substituted != null) ? substituted : reason;
		}
		if (sum.compareTo(this.rules.maxDelay()) > 0) {
			leave(planned, Verdict.Kind.SKIPPED, Reason.LIMIT_DELAY);
			return;
		}
		if (effect.isOutcome()) {
			end(action.phase(), effect.breaksConnection());
		}
		this.pause = effect.pauseAfter(this.pause);
		Map<String, Object> chances = this.dice.isHypothetical() ? planned.chances(this.dice) : Map.of();
		Map<String, Object> details = effect.details();
		if (!chances.isEmpty()) {
			details = new LinkedHashMap<>(details);
			details.putAll(chances);
		}
		this.verdicts.add(new Verdict(action.forShow().with(effect),
				chances.isEmpty() ? Verdict.Kind.INJECTED : Verdict.Kind.WOULD_HIT, substituted, planned.origin(),
				details));
	}

	// What stands behind an outcome after the handler acts if the handler fails, since
	// the outcome is skipped then. That is only known when the decision is performed.
	private boolean isOver(Phase phase, Effect effect) {
		return switch (phase) {
			case BEFORE -> this.over;
			case AFTER -> this.over || (this.overAfterHandler && (effect.isOutcome() || this.dice.isHypothetical()));
			case ANSWER -> this.withoutAnswer;
		};
	}

	// An outcome ends the walk for its own phase and for what would come later. Actions
	// that act later may stand earlier in the list. The answer that an outcome sends can
	// still be changed.
	private void end(Phase phase, boolean withoutAnswer) {
		this.over |= phase == Phase.BEFORE;
		this.overAfterHandler = true;
		this.withoutAnswer |= withoutAnswer;
		this.verdicts.replaceAll((verdict) -> {
			Effect effect = (verdict.phase().compareTo(phase) > 0) ? verdict.injected() : null;
			return (effect != null && isOver(verdict.phase(), effect)) ? verdict.skipped(Reason.AFTER_OUTCOME)
					: verdict;
		});
		this.pause = Decision.pause(this.verdicts, (verdict) -> true);
	}

	@Override
	public @Nullable Reason pause(Pause pause) {
		return null;
	}

	@Override
	public @Nullable Reason fail(Fail fail) {
		return this.rules.faults().locate(fail.exceptionName()).reason();
	}

	@Override
	public @Nullable Reason reply(Reply reply) {
		return null;
	}

	@Override
	public @Nullable Reason endConnection(EndConnection end) {
		return null;
	}

	private void leave(PlannedAction planned, Verdict.Kind kind, Reason reason) {
		if (planned.origin() == null || this.leftIn++ < this.maxLeftIn) {
			// A delayed request and the history keep verdicts for a long time, so only a
			// copy of the action for show is kept.
			this.verdicts.add(new Verdict(planned.action().forShow(), kind, reason, planned.origin(), Map.of()));
		}
	}

}
