package io.chaosmiddleware.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Decision;
import io.chaosmiddleware.engine.Operator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes an audit event when an operator starts, cancels, halts or resumes attacks or
 * tries to start one that is refused, when an attack ends, when the state of the loader
 * changes, and when a request is attacked by its own header. There is no audit event for
 * each request that a configured attack hits, since the start of the attack has one, and
 * none for refused headers, since anybody can send them.
 */
public final class ChaosAudit implements AttackListener {

	private static final String NOBODY = "";

	private final ApplicationEventPublisher publisher;

	/**
	 * Create an audit.
	 * @param publisher publishes the {@link AuditApplicationEvent}s
	 */
	public ChaosAudit(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(AttackEvent event) {
		AuditEvent audit = audit(event);
		if (audit != null) {
			this.publisher.publishEvent(new AuditApplicationEvent(audit));
		}
	}

	private static @Nullable AuditEvent audit(AttackEvent event) {
		if (event instanceof AttackEvent.Decided decided) {
			return attacked(decided);
		}
		if (event instanceof AttackEvent.Started started) {
			return event(event, "CHAOS_ATTACK_STARTED", started.attack().operator(),
					ChaosReport.attack(started.attack()));
		}
		if (event instanceof AttackEvent.Ended ended) {
			return ended(ended);
		}
		if (event instanceof AttackEvent.StartRefused refused) {
			return event(event, "CHAOS_ATTACK_REFUSED", refused.operator(),
					Map.of("problems", ChaosReport.problems(refused.problems())));
		}
		if (event instanceof AttackEvent.Halted halted) {
			return event(event, "CHAOS_HALTED", halted.operator(), Map.of());
		}
		if (event instanceof AttackEvent.Resumed resumed) {
			return event(event, "CHAOS_RESUMED", resumed.operator(), Map.of());
		}
		if (event instanceof AttackEvent.LoaderChanged changed) {
			return event(event, "CHAOS_LOADER_CHANGED", null,
					Map.of("before", changed.before().name(), "loader", ChaosReport.loader(changed::status)));
		}
		return null;
	}

	private static @Nullable AuditEvent attacked(AttackEvent.Decided decided) {
		Decision decision = decided.decision();
		if (decision.verdicts()
			.stream()
			.noneMatch((verdict) -> verdict.source() == AttackSource.HEADER && verdict.injected() != null)) {
			return null;
		}
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("method", ChaosReport.text(decision.method()));
		data.put("path", ChaosReport.text(decision.path()));
		data.put("result", String.valueOf(decision.resultHeader()));
		return new AuditEvent(decided.time(), principal(decision.principal()), "CHAOS_HEADER_ATTACK", data);
	}

	private static AuditEvent ended(AttackEvent.Ended ended) {
		ActiveAttack attack = ended.attack();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("id", attack.id());
		data.put("source", attack.source().code());
		data.put("cause", ended.cause().code());
		ChaosReport.putHits(data, attack);
		return event(ended, "CHAOS_ATTACK_ENDED", ended.operator(), data);
	}

	private static AuditEvent event(AttackEvent event, String type, @Nullable Operator operator,
			Map<String, Object> data) {
		Map<String, @Nullable Object> all = new LinkedHashMap<>(data);
		if (operator != null) {
			all.put("by", ChaosReport.operator(operator));
		}
		return new AuditEvent(event.time(), principal((operator != null) ? operator.principal() : null), type, all);
	}

	private static String principal(@Nullable String name) {
		return (name != null) ? ChaosReport.text(name) : NOBODY;
	}

}
