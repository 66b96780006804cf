// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

/**
 * A computed value cannot be stored. It goes to those who asked for it, and nobody sees
 * this exception.
 */
final class UnstorableValueException extends RuntimeException {

	private final transient Object value;

	/**
	 * @param value the value
	 */
	UnstorableValueException(Object value) {
		super(value.getClass().getName(), null, false, false);
		this.value = value;
	}

	Object value() {
		return this.value;
	}

}
