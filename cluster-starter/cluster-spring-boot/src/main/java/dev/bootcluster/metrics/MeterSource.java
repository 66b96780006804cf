// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;

/**
 * One view of this process' meters.
 */
interface MeterSource {

	/**
	 * Return the name of the view, which is part of paths and file names.
	 */
	String name();

	/**
	 * Return the meters now. Each is read once.
	 */
	Collected collect();

	/**
	 * Return what only grows of this process' own meters. Others are not read if that can
	 * be told before.
	 */
	default List<Family> collectCounts() {
		return Family.counted(collect().own());
	}

	/**
	 * The meters.
	 *
	 * @param own those of this process
	 * @param ofTheCluster those of the cluster as a whole
	 */
	record Collected(List<Family> own, List<Family> ofTheCluster) {

	}

}
