package io.chaosmiddleware.spring.api;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A public type as text: a line that declares it, and one for each member that others can
 * use. What the language adds by itself, such as the accessors of a record, is left out.
 */
final class ApiType {

	private static final List<String> OF_EVERY_OBJECT = List.of("equals", "hashCode", "toString");

	private final Class<?> type;

	private final TypeNames names;

	ApiType(Class<?> type) {
		this.type = type;
		this.names = new TypeNames(type.getPackageName());
	}

	/** Whether others can use the type. */
	boolean isVisible() {
		for (Class<?> each = this.type; each != null; each = each.getEnclosingClass()) {
			if (!isVisible(each.getModifiers(), each.getDeclaringClass()) || each.isSynthetic()) {
				return false;
			}
		}
		return !this.type.isAnonymousClass() && !this.type.isLocalClass();
	}

	// a subclass elsewhere can use what is protected, if there can be one
	private static boolean isVisible(int modifiers, Class<?> owner) {
		return Modifier.isPublic(modifiers) || (Modifier.isProtected(modifiers) && owner != null
				&& !Modifier.isFinal(owner.getModifiers()) && !owner.isSealed());
	}

	String name() {
		return this.type.getCanonicalName();
	}

	/** The declaration, and then the members in a stable order. */
	List<String> lines() {
		List<String> lines = new ArrayList<>(List.of(declaration()));
		lines.addAll(members());
		return lines;
	}

	private String declaration() {
		StringBuilder text = new StringBuilder();
		if (this.type.isAnnotationPresent(Deprecated.class)) {
			text.append("@Deprecated ");
		}
		text.append(Modifier.isPublic(this.type.getModifiers()) ? "public " : "protected ");
		boolean isClass = !this.type.isInterface() && !this.type.isEnum() && !this.type.isRecord();
		if (isClass && this.type.isMemberClass() && !Modifier.isStatic(this.type.getModifiers())) {
			text.append("inner ");
		}
		if (isClass && Modifier.isAbstract(this.type.getModifiers())) {
			text.append("abstract ");
		}
		if (isClass && Modifier.isFinal(this.type.getModifiers())) {
			text.append("final ");
		}
		if (this.type.isSealed()) {
			text.append("sealed ");
		}
		text.append(kind()).append(' ').append(this.names.of(this.type));
		text.append(this.names.variables(this.type.getTypeParameters()));
		if (this.type.isRecord()) {
			text.append(Arrays.stream(this.type.getRecordComponents())
				.map((component) -> this.names.of(component.getAnnotatedType()) + " " + component.getName())
				.collect(Collectors.joining(", ", "(", ")")));
		}
		if (isClass && this.type.getSuperclass() != Object.class) {
			text.append(" extends ").append(this.names.of(this.type.getAnnotatedSuperclass()));
		}
		if (!this.type.isAnnotation()) {
			text.append(list(this.type.isInterface() ? " extends " : " implements ",
					Arrays.stream(this.type.getAnnotatedInterfaces())));
		}
		if (this.type.isSealed()) {
			text.append(Arrays.stream(this.type.getPermittedSubclasses())
				.map(this.names::of)
				.collect(Collectors.joining(", ", " permits ", "")));
		}
		return text.toString();
	}

	private String kind() {
		if (this.type.isAnnotation()) {
			return "@interface";
		}
		if (this.type.isInterface()) {
			return "interface";
		}
		if (this.type.isEnum()) {
			return "enum";
		}
		return this.type.isRecord() ? "record" : "class";
	}

	private String list(String before, Stream<AnnotatedType> types) {
		String list = types.map(this.names::of).collect(Collectors.joining(", "));
		return list.isEmpty() ? "" : before + list;
	}

	private Collection<String> members() {
		Collection<String> members = new TreeSet<>();
		if (!this.type.isEnum()) {
			visible(this.type.getDeclaredConstructors()).filter((constructor) -> !isCanonical(constructor))
				.forEach((constructor) -> members.add(constructor(constructor)));
		}
		addFieldsAndMethods(members, this.type);
		return members;
	}

	// others can use what a type inherits from one that they cannot see
	private void addFieldsAndMethods(Collection<String> members, Class<?> from) {
		visible(from.getDeclaredFields()).forEach((field) -> members.add(field(field)));
		visible(from.getDeclaredMethods()).filter((method) -> !isImplied(method))
			.forEach((method) -> members.add(method(method)));
		Stream.concat(Stream.ofNullable(from.getSuperclass()), Arrays.stream(from.getInterfaces()))
			.filter((parent) -> !new ApiType(parent).isVisible())
			.forEach((parent) -> addFieldsAndMethods(members, parent));
	}

	private <M extends Member> Stream<M> visible(M[] members) {
		return Arrays.stream(members)
			.filter((member) -> !member.isSynthetic() && isVisible(member.getModifiers(), this.type));
	}

	private boolean isCanonical(Constructor<?> constructor) {
		return this.type.isRecord() && Arrays.equals(constructor.getParameterTypes(),
				Arrays.stream(this.type.getRecordComponents()).map((component) -> component.getType()).toArray());
	}

	private boolean isImplied(Method method) {
		if (this.type.isEnum() && Modifier.isStatic(method.getModifiers())) {
			return method.getName().equals("values") || method.getName().equals("valueOf");
		}
		return OF_EVERY_OBJECT.contains(method.getName()) || (this.type.isRecord() && method.getParameterCount() == 0
				&& Arrays.stream(this.type.getRecordComponents())
					.anyMatch((component) -> component.getName().equals(method.getName())));
	}

	private String constructor(Constructor<?> constructor) {
		return visibility(constructor) + this.names.variables(constructor.getTypeParameters())
				+ this.type.getSimpleName() + parameters(constructor);
	}

	private String field(Field field) {
		if (field.isEnumConstant()) {
			return field.getName();
		}
		return visibility(field) + (Modifier.isStatic(field.getModifiers()) ? "static " : "")
				+ (Modifier.isFinal(field.getModifiers()) ? "final " : "") + this.names.of(field.getAnnotatedType())
				+ " " + field.getName() + constant(field);
	}

	// others compile it into their own classes
	private static String constant(Field field) {
		boolean isConstant = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers())
				&& (field.getType().isPrimitive() || field.getType() == String.class);
		try {
			return isConstant ? " = " + field.get(null) : "";
		}
		catch (IllegalAccessException ex) {
			return "";
		}
	}

	private String method(Method method) {
		StringBuilder text = new StringBuilder(visibility(method));
		if (Modifier.isStatic(method.getModifiers())) {
			text.append("static ");
		}
		if (method.isDefault()) {
			text.append("default ");
		}
		if (Modifier.isAbstract(method.getModifiers())) {
			text.append("abstract ");
		}
		if (Modifier.isFinal(method.getModifiers()) && !Modifier.isFinal(this.type.getModifiers())) {
			text.append("final ");
		}
		String variables = this.names.variables(method.getTypeParameters());
		text.append(variables.isEmpty() ? "" : variables + " ");
		text.append(this.names.of(method.getAnnotatedReturnType())).append(' ').append(method.getName());
		text.append(parameters(method));
		if (method.getDefaultValue() != null) {
			text.append(" default ").append(method.getDefaultValue());
		}
		return text.toString();
	}

	private static <M extends Member & AnnotatedElement> String visibility(M member) {
		return (member.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
				+ (Modifier.isPublic(member.getModifiers()) ? "public " : "protected ");
	}

	private String parameters(Executable executable) {
		List<String> parameters = new ArrayList<>();
		for (AnnotatedType parameter : executable.getAnnotatedParameterTypes()) {
			parameters.add(this.names.of(parameter));
		}
		if (executable.isVarArgs()) {
			int last = parameters.size() - 1;
			parameters.set(last, parameters.get(last).replaceFirst("\\[\\]$", "..."));
		}
		return parameters.stream().collect(Collectors.joining(", ", "(", ")"))
				+ list(" throws ", Arrays.stream(executable.getAnnotatedExceptionTypes()));
	}

}
