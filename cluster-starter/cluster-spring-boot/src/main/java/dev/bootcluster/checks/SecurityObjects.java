// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Spring Security's objects, found from one to the next by their fields. Those that its
 * configurers make up are no beans.
 */
final class SecurityObjects {

	private static final String SECURITY = "org.springframework.security.";

	/**
	 * More than any application has, in case that one of them holds its users.
	 */
	private static final int MOST = 20_000;

	private final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> waiting = new ArrayDeque<>();

	private SecurityObjects() {
	}

	/**
	 * Find all that some objects lead to.
	 * @param start the objects
	 * @return these and the others
	 */
	static Collection<Object> of(Collection<Object> start) {
		SecurityObjects objects = new SecurityObjects();
		start.forEach(objects::add);
		for (Object next = objects.waiting.poll(); next != null; next = objects.waiting.poll()) {
			objects.look(next);
		}
		return objects.found;
	}

	private void look(Object object) {
		if (object instanceof Collection<?> members) {
			members.forEach(this::add);
		}
		else if (object instanceof Map<?, ?> entries) {
			entries.values().forEach(this::add);
		}
		else {
			ReflectionUtils.doWithFields(object.getClass(), (field) -> {
				ReflectionUtils.makeAccessible(field);
				add(field.get(object));
			}, SecurityObjects::isReference);
		}
	}

	private static boolean isReference(Field field) {
		return !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
				&& field.getDeclaringClass().getName().startsWith(SECURITY);
	}

	private void add(@Nullable Object object) {
		if (object instanceof Object[] members) {
			Arrays.asList(members).forEach(this::add);
		}
		else if (object != null && isKnown(object) && this.found.size() < MOST && this.found.add(object)) {
			this.waiting.add(object);
		}
	}

	/**
	 * Anything else may be the application's, and do something when it is looked at.
	 */
	private static boolean isKnown(Object object) {
		String name = object.getClass().getName();
		return name.startsWith(SECURITY)
				|| (name.startsWith("java.util.") && (object instanceof Collection || object instanceof Map));
	}

}
