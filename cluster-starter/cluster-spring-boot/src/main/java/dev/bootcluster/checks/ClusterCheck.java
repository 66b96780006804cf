// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;

/**
 * Looks for things in a worker's application that N workers multiply or cannot share.
 * Every bean of this type is asked once the worker is ready; what it finds is logged once
 * for the whole cluster, with its remedy. {@code cluster.checks.<name>} overrides the
 * level.
 */
public interface ClusterCheck {

	/**
	 * Return the name in {@code cluster.checks.<name>}. Several checks may share one.
	 * @return lower-case words separated by dashes
	 */
	String getName();

	/**
	 * Return what a finding means unless {@code cluster.checks.<name>} says otherwise.
	 * @return the level
	 */
	default CheckLevel level() {
		return CheckLevel.WARN;
	}

	/**
	 * Look for such things. Findings must read the same in every worker.
	 * @param application the application
	 * @return what was found
	 */
	List<ClusterFinding> find(CheckedApplication application);

}
