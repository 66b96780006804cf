// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Reads objects whose classes are known by name only.
 */
final class Reflected {

	private static final Log logger = LogFactory.getLog(Reflected.class);

	private Reflected() {
	}

	/**
	 * Call the first of some methods without parameters that an object has.
	 * @return what it returns, {@code null} if there is none or it fails
	 */
	static @Nullable Object call(Object target, String... methods) {
		for (String name : methods) {
			Method method = ReflectionUtils.findMethod(target.getClass(), name);
			if (method != null) {
				try {
					ReflectionUtils.makeAccessible(method);
					return method.invoke(target);
				}
				catch (ReflectiveOperationException | RuntimeException ex) {
					logger.debug("Cannot call " + method, ex);
				}
			}
		}
		return null;
	}

	/**
	 * Read a field.
	 * @return its value, {@code null} if it has none or cannot be read
	 */
	static @Nullable Object field(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		try {
			if (field != null) {
				ReflectionUtils.makeAccessible(field);
				return field.get(target);
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("Cannot read " + field, ex);
		}
		return null;
	}

	/**
	 * Return whether an object is of a class or extends or implements it.
	 */
	static boolean isA(@Nullable Object object, String className) {
		return object != null && isA(object.getClass(), className);
	}

	private static boolean isA(@Nullable Class<?> type, String className) {
		if (type == null) {
			return false;
		}
		if (type.getName().equals(className) || isA(type.getSuperclass(), className)) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isA(implemented, className)) {
				return true;
			}
		}
		return false;
	}

}
