// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

/**
 * A key or value that is neither serializable nor has a text. Not a record: those have
 * one.
 */
final class Plain {

	private final String name;

	Plain(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Plain plain && plain.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

}
