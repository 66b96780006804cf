// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

/**
 * Names of files of which every worker needs its own.
 */
public final class SlotFiles {

	private SlotFiles() {
	}

	/**
	 * Return the name of a slot's own file: {@code gc.log} becomes
	 * {@code gc-worker-2.log}.
	 * @param file the name for one process
	 * @param slot the slot
	 * @return the name for that slot
	 */
	public static String nameFor(String file, int slot) {
		int slash = file.lastIndexOf('/');
		int dot = file.lastIndexOf('.');
		int end = (dot > slash + 1) ? dot : file.length();
		return file.substring(0, end) + "-worker-" + slot + file.substring(end);
	}

}
