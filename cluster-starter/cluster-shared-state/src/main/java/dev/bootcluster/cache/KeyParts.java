// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ReflectionUtils;

/**
 * Looks for the identity of objects in the texts of keys: {@code Fruit@1b2c}, as of every
 * class without a {@code toString} of its own. Another worker's fruit may have the same
 * text, and an equal one another.
 */
final class KeyParts {

	/**
	 * Keys of several parameters.
	 */
	private static final @Nullable Field PARAMETERS = parameters();

	private KeyParts() {
	}

	private static @Nullable Field parameters() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
		}
		return field;
	}

	/**
	 * Find an object whose identity is in a text.
	 * @param part a key, or a part of one
	 * @param text the key's text
	 * @return the object's class, or {@code null} if there is none
	 */
	static @Nullable Class<?> identity(@Nullable Object part, String text) {
		if (part == null || text.indexOf('@') < 0) {
			return null;
		}
		if (part instanceof SimpleKey && PARAMETERS != null) {
			return identity(ReflectionUtils.getField(PARAMETERS, part), text);
		}
		if (part instanceof Object[] parts) {
			return first(Arrays.asList(parts), text);
		}
		if (part instanceof Collection<?> parts) {
			return first(parts, text);
		}
		if (part instanceof Map<?, ?> parts) {
			Class<?> key = first(parts.keySet(), text);
			return (key != null) ? key : first(parts.values(), text);
		}
		return (hasNoText(part.getClass()) && text.contains(identityOf(part))) ? part.getClass() : null;
	}

	private static @Nullable Class<?> first(Collection<?> parts, String text) {
		return parts.stream().map((part) -> identity(part, text)).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private static boolean hasNoText(Class<?> type) {
		Method method = ReflectionUtils.findMethod(type, "toString");
		return method == null || method.getDeclaringClass() == Object.class;
	}

	private static String identityOf(Object object) {
		return object.getClass().getName() + "@" + Integer.toHexString(object.hashCode());
	}

}
