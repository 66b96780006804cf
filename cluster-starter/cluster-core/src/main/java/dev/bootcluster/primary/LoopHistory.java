// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.PrintedLines;
import dev.bootcluster.primary.history.Sampling;
import dev.bootcluster.process.RecentOutput;

/**
 * The history itself. Used on the loop only.
 *
 * @param sampling has the samples
 * @param output has what workers print
 */
record LoopHistory(Sampling sampling, RecentOutput output) implements History {

	private static final int LINES = 500;

	/**
	 * Fits in a frame, even if JSON escapes every character.
	 */
	private static final int CHARACTERS = 256 * 1024;

	@Override
	public List<ClusterSample> samples(long after) {
		return this.sampling.after(after);
	}

	@Override
	public PrintedLines printed(int slot, long after, int lines) {
		RecentOutput.Part part = this.output.newest((slot > 0) ? slot : null, after,
				Math.max(0, Math.min(LINES, lines)), CHARACTERS);
		return new PrintedLines(
				part.lines().stream().map((line) -> new PrintedLines.Line(line.slot(), line.text())).toList(),
				part.next(), part.dropped());
	}

}
