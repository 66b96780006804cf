// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * The attributes of one session, each deserialized on first use.
 */
final class SessionAttributes {

	private static final Set<Class<?>> IMMUTABLE = Set.of(String.class, Boolean.class, Character.class, Byte.class,
			Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class,
			UUID.class, Locale.class, URI.class);

	private final SessionValues codec;

	private final Map<String, Object> values = new HashMap<>();

	private final Map<String, byte[]> unread = new HashMap<>();

	/**
	 * Attributes that only other generations can read.
	 */
	private final Map<String, byte[]> leftOut = new HashMap<>();

	private final boolean detectsChanges;

	/**
	 * The bytes of objects that the application can change without setting them again, as
	 * they were when they were read or written. A request that goes on in another thread
	 * may read one while a response is committed.
	 */
	private final Map<String, byte[]> before = new ConcurrentHashMap<>();

	/**
	 * @param codec writes and reads values
	 * @param detectsChanges whether to look for objects that were changed but not set
	 */
	SessionAttributes(SessionValues codec, boolean detectsChanges) {
		this.codec = codec;
		this.detectsChanges = detectsChanges;
	}

	void addStored(String name, byte[] bytes) {
		this.unread.put(name, bytes);
	}

	@Nullable Object get(String name) {
		byte[] bytes = this.unread.remove(name);
		if (bytes == null) {
			return this.values.get(name);
		}
		Object value = this.codec.read(name, bytes);
		if (value != null) {
			this.values.put(name, value);
			rememberRead(name, value);
		}
		else {
			this.leftOut.put(name, bytes);
		}
		return value;
	}

	void set(String name, @Nullable Object value) {
		this.unread.remove(name);
		this.leftOut.remove(name);
		this.before.remove(name);
		if (value != null) {
			this.values.put(name, value);
		}
		else {
			this.values.remove(name);
		}
	}

	Set<String> names() {
		List.copyOf(this.unread.keySet()).forEach(this::get);
		return new HashSet<>(this.values.keySet());
	}

	/**
	 * The names of all attributes in Redis, without reading any.
	 */
	Set<String> storedNames() {
		Set<String> names = new HashSet<>(this.unread.keySet());
		names.addAll(this.leftOut.keySet());
		return names;
	}

	/**
	 * An attribute as it is written to Redis.
	 * @param name the attribute's name
	 * @return its bytes, {@code null} if it was removed
	 */
	byte @Nullable [] toStore(String name) {
		Object value = this.values.get(name);
		if (value != null) {
			return this.codec.write(name, value);
		}
		byte[] bytes = this.unread.get(name);
		return (bytes != null) ? bytes : this.leftOut.get(name);
	}

	/**
	 * The names of attributes whose objects are no longer what was read or written here.
	 * @throws AttributeNotStorableException if one cannot be stored any more
	 */
	Set<String> changed() {
		Set<String> names = new HashSet<>();
		this.before.forEach((name, bytes) -> {
			Object value = this.values.get(name);
			if (value != null && !isAs(bytes, name, value)) {
				names.add(name);
			}
		});
		return names;
	}

	/**
	 * Whether an object is still what these bytes say. One that another thread is
	 * changing right now is left to that thread's next request.
	 */
	private boolean isAs(byte[] bytes, String name, Object value) {
		try {
			return Arrays.equals(this.codec.write(name, value), bytes);
		}
		catch (AttributeNotStorableException ex) {
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof ConcurrentModificationException) {
				return true;
			}
			throw ex;
		}
	}

	/**
	 * An object was read. Its bytes here may be others than those in Redis, which another
	 * JVM has written (a {@code HashSet} of enums is in another order there) or another
	 * version of the class: that would look like a change.
	 */
	private void rememberRead(String name, Object value) {
		if (this.detectsChanges && isMutable(value)) {
			try {
				this.before.put(name, this.codec.write(name, value));
			}
			catch (AttributeNotStorableException ex) {
				// It can be read here and not written, so that nothing tells a change.
			}
		}
	}

	/**
	 * These bytes of an attribute were written.
	 */
	void remember(String name, byte[] bytes) {
		if (this.detectsChanges && isMutable(this.values.get(name))) {
			this.before.put(name, bytes);
		}
	}

	/**
	 * Whether an object may change. Most that are often in sessions cannot.
	 */
	private static boolean isMutable(@Nullable Object value) {
		return value != null && !(value instanceof Enum) && !IMMUTABLE.contains(value.getClass())
				&& !value.getClass().getPackageName().equals("java.time");
	}

}
