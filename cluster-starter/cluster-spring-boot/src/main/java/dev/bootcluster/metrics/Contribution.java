// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * The meters of one process, or what it had counted when it ended.
 *
 * @param slot its slot
 * @param process which process
 * @param families its families
 */
record Contribution(int slot, ProcessId process, List<Family> families) {

	static final Comparator<Contribution> NEWEST_FIRST = Comparator
		.comparing((Contribution contribution) -> contribution.process().launch())
		.reversed();

	@SuppressWarnings("NullAway") // JSON may leave it out.
	Contribution {
		families = (families != null) ? List.copyOf(families) : List.of();
	}

	/**
	 * Return the part that remains true when the process is gone, or when it is not the
	 * one that a slot shows.
	 */
	Contribution counted() {
		return new Contribution(this.slot, this.process, Family.counted(this.families));
	}

	/**
	 * A process that no other can be taken for, whatever ids the system gives away again.
	 *
	 * @param launch its launch number, 0 for several processes together
	 * @param pid its process id
	 */
	record ProcessId(long launch, long pid) {

		static final ProcessId SEVERAL = new ProcessId(0, 0);

	}

}
