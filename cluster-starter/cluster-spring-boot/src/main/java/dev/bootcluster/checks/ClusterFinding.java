// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

/**
 * A thing that N workers multiply or cannot share.
 *
 * @param subject what it is and what is wrong with it, a sentence without its full stop
 * @param remedy what to do about it, the same
 */
public record ClusterFinding(String subject, String remedy) {

	@Override
	public String toString() {
		return this.subject + ". " + this.remedy;
	}

}
