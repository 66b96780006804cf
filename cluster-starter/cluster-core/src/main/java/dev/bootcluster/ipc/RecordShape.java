// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How a type of record is made and taken apart.
 */
final class RecordShape {

	private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {

		@Override
		protected RecordShape computeValue(Class<?> type) {
			return new RecordShape(type);
		}

	};

	private final List<RecordComponent> components;

	private final Constructor<?> constructor;

	private final Map<String, String> kind;

	private RecordShape(Class<?> type) {
		if (!type.isRecord()) {
			throw new IllegalArgumentException("%s is not a record".formatted(type.getName()));
		}
		try {
			this.components = List.of(type.getRecordComponents());
			this.components.forEach((component) -> component.getAccessor().setAccessible(true));
			this.constructor = type.getDeclaredConstructor(
					this.components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
			this.constructor.setAccessible(true);
			this.kind = kind(type);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> kind(Class<?> type) {
		return Stream.of(type.getInterfaces())
			.flatMap((parent) -> Stream.concat(Stream.of(parent), Stream.of(parent.getInterfaces())))
			.filter(RecordKinds::areNamed)
			.findFirst()
			.map((parent) -> RecordKinds.of(parent).name(type))
			.orElse(Map.of());
	}

	static RecordShape of(Class<?> type) {
		return SHAPES.get(type);
	}

	/**
	 * Take a record apart.
	 * @return its components, after what tells its kind
	 */
	Map<String, @Nullable Object> take(Record record) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>(this.kind);
		try {
			for (RecordComponent component : this.components) {
				object.put(component.getName(), JsonTree.of(component.getAccessor().invoke(record)));
			}
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
		return object;
	}

	/**
	 * Make a record.
	 * @param object its components
	 */
	Object make(Map<?, ?> object) {
		Object[] arguments = this.components.stream()
			.map((component) -> JsonTree.to(component.getGenericType(), object.get(component.getName())))
			.toArray();
		try {
			return this.constructor.newInstance(arguments);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException("%s: %s".formatted(this.constructor.getDeclaringClass().getSimpleName(),
					ex.getTargetException().getMessage()), ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
