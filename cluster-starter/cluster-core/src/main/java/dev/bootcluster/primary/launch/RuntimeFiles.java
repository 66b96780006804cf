// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;

/**
 * The files that a starting worker needs in the cluster's directory. They may be in a
 * temporary directory, where others delete what looks forgotten.
 */
@FunctionalInterface
public interface RuntimeFiles {

	/**
	 * Make all files again that are missing. May be called on any thread.
	 * @throws IOException if one cannot be made; the message names it
	 */
	void restore() throws IOException;

}
