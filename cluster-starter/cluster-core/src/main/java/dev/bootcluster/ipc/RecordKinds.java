// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The kinds of records that one interface stands for, as Jackson's annotations name them.
 */
final class RecordKinds {

	private static final ClassValue<RecordKinds> KINDS = new ClassValue<>() {

		@Override
		protected RecordKinds computeValue(Class<?> type) {
			return new RecordKinds(type);
		}

	};

	private final String property;

	private final Map<String, Class<?>> types = new HashMap<>();

	private final Map<Class<?>, String> names = new HashMap<>();

	private RecordKinds(Class<?> type) {
		JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
		JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
		if (info == null || kinds == null) {
			throw new IllegalArgumentException("%s cannot be received".formatted(type.getName()));
		}
		this.property = info.property();
		for (JsonSubTypes.Type kind : kinds.value()) {
			this.types.put(kind.name(), kind.value());
			this.names.put(kind.value(), kind.name());
		}
	}

	static boolean areNamed(Class<?> type) {
		return type.isAnnotationPresent(JsonTypeInfo.class);
	}

	static RecordKinds of(Class<?> type) {
		return KINDS.get(type);
	}

	/**
	 * Return what tells the kind of a record.
	 */
	Map<String, String> name(Class<?> type) {
		String name = this.names.get(type);
		if (name == null) {
			throw new IllegalArgumentException("%s has no name".formatted(type.getName()));
		}
		return Map.of(this.property, name);
	}

	/**
	 * Find the type of record that an object stands for.
	 * @throws IllegalArgumentException if it stands for none
	 */
	Class<?> select(Map<?, ?> object) {
		Object name = object.get(this.property);
		Class<?> type = (name != null) ? this.types.get(name) : null;
		if (type == null) {
			throw new IllegalArgumentException("The %s '%s' is not known".formatted(this.property, name));
		}
		return type;
	}

}
