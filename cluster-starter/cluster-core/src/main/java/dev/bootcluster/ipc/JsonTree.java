// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Converts records and what they consist of to the trees of {@link JsonText} and back, as
 * Jackson does it by default: missing components are {@code null}, 0 or {@code false},
 * unknown ones are ignored. Jackson's own data binding would take more of the primary's
 * memory than all that is read with it.
 */
final class JsonTree {

	private static final Map<Class<?>, Function<Object, Object>> SCALARS = Map.ofEntries(
			Map.entry(Object.class, Function.identity()), Map.entry(String.class, String.class::cast),
			Map.entry(boolean.class, Boolean.class::cast), Map.entry(Boolean.class, Boolean.class::cast),
			Map.entry(int.class, JsonTree::toInt), Map.entry(Integer.class, JsonTree::toInt),
			Map.entry(long.class, JsonTree::toLong), Map.entry(Long.class, JsonTree::toLong),
			Map.entry(double.class, JsonTree::toDouble), Map.entry(Double.class, JsonTree::toDouble),
			Map.entry(Duration.class, (tree) -> Duration.parse((String) tree)),
			Map.entry(Instant.class, (tree) -> Instant.parse((String) tree)),
			Map.entry(byte[].class, (tree) -> Base64.getDecoder().decode((String) tree)));

	private JsonTree() {
	}

	/**
	 * Convert a value to a tree.
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Record record) {
			return RecordShape.of(record.getClass()).take(record);
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof Duration || value instanceof Instant) {
			return value.toString();
		}
		if (value instanceof byte[] bytes) {
			return Base64.getEncoder().encodeToString(bytes);
		}
		if (value instanceof Object[] array) {
			return of(Arrays.asList(array));
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> list = new ArrayList<>(collection.size());
			collection.forEach((element) -> list.add(of(element)));
			return list;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> object = new LinkedHashMap<>();
			map.forEach((key, content) -> object.put(String.valueOf(of(key)), of(content)));
			return object;
		}
		throw new IllegalArgumentException("%s cannot be sent".formatted(value.getClass().getName()));
	}

	/**
	 * Convert a tree to a value.
	 * @throws IllegalArgumentException if it is not the tree of such a value
	 */
	static @Nullable Object to(Type type, @Nullable Object tree) {
		try {
			return convert(type, tree);
		}
		catch (IllegalArgumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("'%s' is not valid: %s".formatted(type.getTypeName(), ex.getMessage()),
					ex);
		}
	}

	private static @Nullable Object convert(Type type, @Nullable Object tree) {
		if (type instanceof ParameterizedType generic) {
			Class<?> raw = (Class<?>) generic.getRawType();
			Type[] arguments = generic.getActualTypeArguments();
			if (tree != null && raw == List.class) {
				return toList(arguments[0], (List<?>) tree);
			}
			return (tree != null && raw == Map.class) ? toMap(arguments, (Map<?, ?>) tree) : convert(raw, tree);
		}
		if (type instanceof GenericArrayType) {
			throw new IllegalArgumentException("%s cannot be received".formatted(type.getTypeName()));
		}
		Class<?> raw = (Class<?>) type;
		if (tree == null) {
			return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0) : null;
		}
		Function<Object, Object> scalar = SCALARS.get(raw);
		if (scalar != null) {
			return scalar.apply(tree);
		}
		if (raw.isEnum()) {
			return toEnum(raw, (String) tree);
		}
		if (raw.isArray()) {
			List<?> elements = toList(raw.getComponentType(), (List<?>) tree);
			return elements.toArray((Object[]) Array.newInstance(raw.getComponentType(), 0));
		}
		Map<?, ?> object = (Map<?, ?>) tree;
		return RecordShape.of(raw.isRecord() ? raw : RecordKinds.of(raw).select(object)).make(object);
	}

	private static List<@Nullable Object> toList(Type type, List<?> elements) {
		List<@Nullable Object> list = new ArrayList<>(elements.size());
		elements.forEach((element) -> list.add(convert(type, element)));
		return list;
	}

	private static Map<Object, @Nullable Object> toMap(Type[] types, Map<?, ?> object) {
		Map<Object, @Nullable Object> map = new LinkedHashMap<>();
		object.forEach((key, content) -> map.put(toKey((Class<?>) types[0], (String) key), convert(types[1], content)));
		return map;
	}

	private static Object toKey(Class<?> type, String key) {
		if (type.isEnum()) {
			return toEnum(type, key);
		}
		return (type == Integer.class) ? Integer.valueOf(key) : type.cast(key);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Object toEnum(Class<?> type, String name) {
		return Enum.valueOf((Class) type, name);
	}

	private static Object toInt(Object tree) {
		return Math.toIntExact((long) toLong(tree));
	}

	private static Object toLong(Object tree) {
		return (tree instanceof Integer number) ? number.longValue() : (Long) tree;
	}

	private static Object toDouble(Object tree) {
		return (tree instanceof String text) ? Double.valueOf(text) : ((Number) tree).doubleValue();
	}

}
