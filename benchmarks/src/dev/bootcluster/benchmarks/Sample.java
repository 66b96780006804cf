// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

/**
 * One request of a load with a schedule.
 *
 * @param due when it was to be sent, on the clock of {@link System#nanoTime}
 * @param nanos from then until its answer was complete, however late it was sent
 * @param outcome what became of it
 */
record Sample(long due, long nanos, Outcome outcome) {

}
