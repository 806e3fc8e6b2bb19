package io.chaosmiddleware.effect;

import java.util.List;
import java.util.Map;

import io.chaosmiddleware.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request fail as if its handler had thrown an exception.
 *
 * @param exceptionName the class name of the exception as the document gives it. It is
 * untrusted text and is only resolved when the action hits (decisions D12 to D14 in
 * {@code docs/differences.md})
 */
public record Fault(String exceptionName) implements Effect {

	static @Nullable Effect read(Fields fields) {
		String value = fields.textOrNumber("value");
		return (value != null) ? new Fault(value) : null;
	}

	@Override
	public EffectType type() {
		return EffectType.FAULT;
	}

	@Override
	public List<Step> steps() {
		return List.of(new Fail(this.exceptionName));
	}

	@Override
	public Map<String, Object> fields() {
		return Map.of("value", this.exceptionName);
	}

	@Override
	public Map<String, Object> details() {
		return Map.of();
	}

	@Override
	public String describe(Map<String, Object> details) {
		return "fault " + details.getOrDefault(Fail.DETAIL, "none");
	}

}
