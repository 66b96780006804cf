// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

/**
 * Receives what a child process prints on one stream, in chunks of what belongs together.
 */
interface OutputReceiver {

	/**
	 * The child printed something. It prints nothing more until this returns, once its
	 * pipe is full.
	 * @param bytes holds the chunk at its beginning, until this returns
	 * @param length the length of the chunk: whole lines, unless a line takes long or is
	 * longer than any chunk
	 */
	void printed(byte[] bytes, int length);

	/**
	 * The stream has ended.
	 */
	void ended();

}
