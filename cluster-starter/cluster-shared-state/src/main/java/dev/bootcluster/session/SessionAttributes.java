// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of one session, each deserialized on first use.
 */
final class SessionAttributes {

	private final SessionValues codec;

	private final Map<String, Object> values = new HashMap<>();

	private final Map<String, byte[]> unread = new HashMap<>();

	/**
	 * Attributes that only other generations can read.
	 */
	private final Map<String, byte[]> leftOut = new HashMap<>();

	SessionAttributes(SessionValues codec) {
		this.codec = codec;
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
		}
		else {
			this.leftOut.put(name, bytes);
		}
		return value;
	}

	void set(String name, @Nullable Object value) {
		this.unread.remove(name);
		this.leftOut.remove(name);
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

}
