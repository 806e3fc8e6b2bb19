package io.chaosmiddleware.engine;

import java.util.List;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.condition.Dice;
import io.chaosmiddleware.condition.RequestPath;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done to a request. The decision is a pure function of the request, the
 * active attacks, the dice and the clock.
 */
final class Decider {

	private final Rules rules;

	private final HeaderReader headers;

	private final ActiveAttacks active;

	private final AttackControl control;

	private final CountsById counts;

	Decider(Rules rules, HeaderReader headers, ActiveAttacks active, AttackControl control, CountsById counts) {
		this.rules = rules;
		this.headers = headers;
		this.active = active;
		this.control = control;
		this.counts = counts;
	}

	boolean isIdle() {
		return isIdle(this.active.snapshot().plan());
	}

	boolean actsOnAnswer() {
		Plan plan = this.active.snapshot().plan();
		return plan.actsOnAnswer() && !isIdle(plan);
	}

	private boolean isIdle(Plan plan) {
		return plan.isEmpty() || this.control.state() != EngineState.ACTIVE;
	}

	Decision decide(RequestView request) {
		List<String> values = request.headers(AttackEngine.ATTACK_HEADER);
		if (values.isEmpty()) {
			return decideConfigured(request, List.of());
		}
		Plan plan;
		try {
			plan = plan(this.headers.read(request, values), false);
		}
		catch (AttackRefusedException ex) {
			return decideConfigured(request, ex.problems());
		}
		return walk(request, RequestPath.of(request.path()), plan, List.of(), obstacle(request), this.rules.dice(),
				Walk.MAX_LEFT_IN);
	}

	private Plan plan(Attack header, boolean explained) {
		return Plan.of(header, this.rules.identity(), this.rules.missesNow(header.schedule()), this.rules.clock(),
				(index) -> this.counts.of(header.id(), index, explained));
	}

	private Decision decideConfigured(RequestView request, List<Problem> headerProblems) {
		Plan plan = this.active.snapshot().plan();
		boolean idle = isIdle(plan);
		if (idle && headerProblems.isEmpty()) {
			return Decision.NONE;
		}
		String path = RequestPath.of(request.path());
		if (!idle && Walk.canHit(plan, request, path, this.rules) && obstacle(request) == null) {
			return walk(request, path, plan, headerProblems, null, this.rules.dice(), Walk.MAX_LEFT_IN);
		}
		return headerProblems.isEmpty() ? Decision.NONE : new Decision(request.point(), request.method(), path,
				this.headers.sender(request), headerProblems, List.of());
	}

	Explanation explain(RequestView request) {
		Attack headerAttack = null;
		List<Problem> headerProblems = List.of();
		List<String> values = request.headers(AttackEngine.ATTACK_HEADER);
		if (!values.isEmpty()) {
			try {
				headerAttack = this.headers.read(request, values);
			}
			catch (AttackRefusedException ex) {
				headerProblems = ex.problems();
			}
		}
		Plan plan = (headerAttack != null) ? plan(headerAttack, true) : this.active.snapshot().plan();
		Decision decision = walk(request, RequestPath.of(request.path()), plan, headerProblems, obstacle(request),
				Dice.HIT, Integer.MAX_VALUE);
		return new Explanation(decision, headerAttack);
	}

	private Decision walk(RequestView request, String path, Plan plan, List<Problem> headerProblems,
			@Nullable Reason obstacle, Dice dice, int maxLeftIn) {
		List<Verdict> verdicts = new Walk(request, path, obstacle, this.rules, dice, maxLeftIn).through(plan);
		return new Decision(request.point(), request.method(), path, this.headers.sender(request), headerProblems,
				verdicts);
	}

	private @Nullable Reason obstacle(RequestView request) {
		return switch (this.control.state()) {
			case GUARDED -> Reason.GUARDED;
			case HALTED -> Reason.HALTED;
			case ACTIVE -> this.rules.isExcluded(request.path()) ? Reason.EXCLUDED_ROUTE : null;
		};
	}

}
