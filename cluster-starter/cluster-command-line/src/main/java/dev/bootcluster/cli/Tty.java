// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.List;

/**
 * A terminal that shows full screens and reads single keys.
 */
interface Tty extends AutoCloseable {

	/**
	 * No key was pressed in time.
	 */
	int NO_KEY = -2;

	/**
	 * The terminal is gone.
	 */
	int END = -1;

	int width();

	int height();

	/**
	 * Whether it shows characters beyond ASCII.
	 */
	boolean unicode();

	/**
	 * Show a screen.
	 * @param lines its lines, no more than fit and none wider than the terminal
	 */
	void draw(List<String> lines);

	/**
	 * Wait for a key.
	 * @param patience how long to wait
	 * @return the key's character, {@link #NO_KEY} or {@link #END}
	 */
	int key(Duration patience);

	/**
	 * Show again what was there before.
	 */
	@Override
	void close();

}
