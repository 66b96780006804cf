// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

/**
 * Published as an application event in every worker, on a dedicated thread, when another
 * worker begins to lead or there is no leader any more.
 *
 * @param leader whether this worker now leads
 * @param term the new term
 * @param slot the slot of the leader on this host, 0 if there is none
 */
public record LeadershipChanged(boolean leader, long term, int slot) {

}
