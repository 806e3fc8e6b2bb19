package io.chaosmiddleware.spring.web;

import java.util.function.Predicate;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.Decision;

/**
 * Asks the questions that come before an attack, in an order that is the same for all
 * adapters of incoming requests: whether any attack may {@linkplain #concerns concern} a
 * request, whether the request was decided earlier, which only the adapter knows, whether
 * the request is {@linkplain #isOpen open} to attacks, and what the engine
 * {@linkplain #decide decides}.
 */
public final class AttackGate {

	private final AttackEngine engine;

	private final Predicate<String> unattackable;

	/**
	 * Create a gate.
	 * @param engine the engine that decides
	 * @param unattackable tests raw paths, without context path, that are never attacked
	 * whatever the engine decides
	 */
	public AttackGate(AttackEngine engine, Predicate<String> unattackable) {
		this.engine = engine;
		this.unattackable = unattackable;
	}

	/**
	 * Return whether any attack may concern a request. This check is very cheap.
	 * @param hasAttackHeader whether the request carries an attack header
	 * @return whether the other questions have to be asked
	 */
	public boolean concerns(boolean hasAttackHeader) {
		return hasAttackHeader || !this.engine.isIdle();
	}

	/**
	 * Return whether a request has to be decided. Any other request is left alone, and
	 * its response does not have a result header.
	 * @param request the request, which was not decided earlier
	 * @return whether the request is open to attacks
	 */
	public boolean isOpen(IncomingRequest request) {
		return !request.isPreFlight() && !request.isError() && request.isOurs()
				&& !(request.hasAttackHeader() && this.unattackable.test(request.path()));
	}

	/**
	 * Return whether the decision may depend on the user who sends the request. An
	 * adapter that would have to wait for the user need not do so otherwise.
	 * @param hasAttackHeader whether the request carries an attack header, whose sender
	 * has to be authorized
	 * @return whether the request must have its principal
	 */
	public boolean needsUser(boolean hasAttackHeader) {
		return hasAttackHeader || this.engine.needsUser();
	}

	/**
	 * Decide what is done to a request.
	 * @param request the request, which is open to attacks
	 * @return the decision
	 */
	public Decision decide(IncomingRequest request) {
		Decision decision = this.engine.decide(request);
		// Without an attack header the path is checked last, since attacks miss most
		// requests.
		boolean hit = decision != Decision.NONE
				&& (request.hasAttackHeader() || !this.unattackable.test(request.path()));
		return hit ? decision : Decision.NONE;
	}

}
