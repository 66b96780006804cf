/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
