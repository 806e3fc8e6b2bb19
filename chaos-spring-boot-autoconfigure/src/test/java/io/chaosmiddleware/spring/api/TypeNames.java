package io.chaosmiddleware.spring.api;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Types as they are written in one package, where those of others have their full names,
 * except those of {@code java.lang}.
 *
 * @param packageName the package
 */
record TypeNames(String packageName) {

	String of(Class<?> type) {
		String name = type.getCanonicalName();
		String own = type.getPackageName();
		return own.equals(this.packageName) || own.equals("java.lang") ? name.replace(own + ".", "") : name;
	}

	String of(AnnotatedType type) {
		String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
		if (type instanceof AnnotatedArrayType array) {
			String space = nullable.isEmpty() ? "" : " ";
			return of(array.getAnnotatedGenericComponentType()) + space + nullable + "[]";
		}
		if (type instanceof AnnotatedParameterizedType parameterized) {
			Class<?> raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
			return nullable + of(raw) + join(List.of(parameterized.getAnnotatedActualTypeArguments()), ", ", "<", ">");
		}
		if (type instanceof AnnotatedWildcardType wildcard) {
			if (wildcard.getAnnotatedLowerBounds().length > 0) {
				return "? super " + join(List.of(wildcard.getAnnotatedLowerBounds()), " & ", "", "");
			}
			return "?" + bounds(wildcard.getAnnotatedUpperBounds());
		}
		return nullable + ((type.getType() instanceof Class<?> plain) ? of(plain) : type.getType().getTypeName());
	}

	String variables(TypeVariable<?>[] variables) {
		if (variables.length == 0) {
			return "";
		}
		return Arrays.stream(variables)
			.map((variable) -> variable.getName() + bounds(variable.getAnnotatedBounds()))
			.collect(Collectors.joining(", ", "<", ">"));
	}

	private String bounds(AnnotatedType[] bounds) {
		String text = join(List.of(bounds), " & ", "", "");
		return text.isEmpty() || text.equals("Object") ? "" : " extends " + text;
	}

	private String join(List<AnnotatedType> types, String between, String before, String after) {
		return types.stream().map(this::of).collect(Collectors.joining(between, before, after));
	}

}
