// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

/**
 * Identifies the worker that a process is.
 *
 * @param launch a number unique among all processes of this cluster
 * @param slot its slot, from 1; 0 if it serves no connections
 * @param generation the generation it belongs to
 * @param trainee whether it is started only to train the class archive
 */
public record WorkerIdentity(long launch, int slot, int generation, boolean trainee) {

	public WorkerIdentity(long launch, int slot, int generation) {
		this(launch, slot, generation, false);
	}

}
