// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.nio.file.Path;

/**
 * Where a process stands among those that relay requests to each other.
 *
 * @param directory the cluster's directory
 * @param slot its own slot, 0 for the primary
 */
public record RelayPost(Path directory, int slot) {

	/**
	 * Whether this is the primary, which has no application.
	 * @return {@code true} if it is
	 */
	public boolean isPrimary() {
		return this.slot == 0;
	}

}
