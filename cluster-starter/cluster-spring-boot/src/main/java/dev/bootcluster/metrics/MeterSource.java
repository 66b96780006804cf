// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.function.Predicate;

/**
 * One view of this process' meters.
 */
interface MeterSource {

	/**
	 * Return the name of the view, which is part of paths and file names.
	 */
	String name();

	/**
	 * Return the families now.
	 * @param names which of them, by name
	 */
	List<Family> collect(Predicate<String> names);

}
