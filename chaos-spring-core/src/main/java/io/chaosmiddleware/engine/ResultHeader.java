package io.chaosmiddleware.engine;

import java.util.Map;
import java.util.stream.Collectors;

import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Writes the value of the {@code x-proofdock-attack-result} header: a structured field
 * list (RFC 9651) of stable codes and numbers, and never any text of a request. It does
 * not contain what configured attacks did.
 */
final class ResultHeader {

	private ResultHeader() {
	}

	static @Nullable String of(Decision decision) {
		Reason refusal = decision.headerRefusal();
		if (refusal != null) {
			return "attack;verdict=refused;reason=" + refusal.code();
		}
		if (decision.verdicts().isEmpty() || decision.verdicts().get(0).source() != AttackSource.HEADER) {
			return null;
		}
		return decision.verdicts().stream().map(ResultHeader::item).collect(Collectors.joining(", "));
	}

	static String item(Verdict verdict) {
		StringBuilder item = new StringBuilder(verdict.action().name()).append(";verdict=")
			.append(verdict.kind().code());
		if (verdict.reason() != null) {
			item.append(";reason=").append(verdict.reason().code());
		}
		for (Map.Entry<String, Object> detail : verdict.details().entrySet()) {
			if (detail.getValue() instanceof Number number) {
				item.append(';').append(detail.getKey()).append('=').append(number);
			}
		}
		return item.toString();
	}

}
