package io.chaosmiddleware.spring.web;

import java.util.LinkedHashMap;
import java.util.Map;

import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.engine.Outcome;
import io.chaosmiddleware.engine.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.ProblemDetail;

/**
 * A problem that an attack header injected, whose problem detail (RFC 9457) is marked.
 * Problems that configured attacks inject are not marked. Their result only appears in
 * the log, the metrics and the trace, as docs/observability.md describes.
 */
public final class InjectedProblem {

	/** The extension member that marks a problem detail. */
	public static final String MEMBER = "chaos";

	private static final Logger logger = LoggerFactory.getLogger(InjectedProblem.class);

	private final Map<String, @Nullable Object> member;

	private InjectedProblem(Map<String, @Nullable Object> member) {
		this.member = member;
	}

	/**
	 * Return the problem of a request that fails because of its attack header.
	 * @param outcome what was done to the request, {@code null} if nothing was done
	 * @return the problem, {@code null} if there is none or if it was not injected by
	 * header
	 */
	public static @Nullable InjectedProblem of(@Nullable Outcome outcome) {
		if (outcome == null || (outcome.fault() == null && outcome.reply() == null)) {
			return null;
		}
		for (Verdict verdict : outcome.decision().verdicts()) {
			Effect effect = verdict.injected();
			if (effect != null && effect.isOutcome() && verdict.source() == AttackSource.HEADER) {
				Map<String, @Nullable Object> member = new LinkedHashMap<>();
				member.put("effect", effect.type().code());
				if (outcome.fault() != null) {
					member.put("exception", outcome.fault().getClass().getName());
				}
				member.put("result", outcome.resultHeader());
				return new InjectedProblem(member);
			}
		}
		return null;
	}

	/**
	 * Mark a problem detail as injected, unless it already has a member of that name.
	 * @param detail the problem detail, which is not changed, since the application may
	 * share it between responses
	 * @return a marked copy, or the problem detail itself if it is an instance of a
	 * subclass, which cannot be copied
	 */
	public ProblemDetail mark(ProblemDetail detail) {
		if (detail.getClass() != ProblemDetail.class) {
			return detail;
		}
		try {
			Map<String, Object> properties = detail.getProperties();
			if (properties != null && properties.containsKey(MEMBER)) {
				return detail;
			}
			Map<String, Object> more = (properties != null) ? new LinkedHashMap<>(properties) : new LinkedHashMap<>();
			more.put(MEMBER, this.member);
			ProblemDetail marked = copy(detail);
			marked.setProperties(more);
			return marked;
		}
		catch (RuntimeException ex) {
			logger.debug("A problem detail does not say that it was injected", ex);
			return detail;
		}
	}

	private static ProblemDetail copy(ProblemDetail detail) {
		ProblemDetail copy = ProblemDetail.forStatus(detail.getStatus());
		copy.setType(detail.getType());
		copy.setTitle(detail.getTitle());
		copy.setDetail(detail.getDetail());
		copy.setInstance(detail.getInstance());
		return copy;
	}

}
