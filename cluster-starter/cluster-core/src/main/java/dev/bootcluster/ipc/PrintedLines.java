// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;

/**
 * Lines that workers have printed.
 *
 * @param lines the lines, the oldest first
 * @param next says to whoever reads on which lines follow
 * @param dropped how many lines since those that were read before are left out
 */
public record PrintedLines(List<Line> lines, long next, long dropped) {

	/**
	 * A line.
	 *
	 * @param slot the slot of the worker
	 * @param text the line, without its end
	 */
	public record Line(int slot, String text) {

	}

}
