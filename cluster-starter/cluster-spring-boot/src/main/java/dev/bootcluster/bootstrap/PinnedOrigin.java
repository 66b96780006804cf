// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Where a pinned value was set, in the words of the environment it comes from.
 *
 * @param description the words
 */
record PinnedOrigin(String description) implements Origin {

	static @Nullable PinnedOrigin of(PinnedConfiguration.Property property) {
		return (property.origin() != null) ? new PinnedOrigin(property.origin()) : null;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
