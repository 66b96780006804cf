// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.Map;

import dev.bootcluster.handoff.HandoffSettings;

/**
 * What the primary is asked to run.
 *
 * @param workers how many workers serve
 * @param spares how many more are on standby to replace one of them
 * @param processors the processors they share
 * @param handoff what to listen on and how to distribute connections
 * @param rebalance whether established connections move between workers
 * @param rebalanceByLoad whether they also move away from overloaded workers
 * @param properties configuration properties for workers; they may hold secrets
 */
public record PrimarySettings(int workers, int spares, int processors, HandoffSettings handoff, boolean rebalance,
		boolean rebalanceByLoad, Map<String, String> properties) {

}
