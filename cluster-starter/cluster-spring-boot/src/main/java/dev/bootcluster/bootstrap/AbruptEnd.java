// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The end of a JVM that trains a class archive which nobody wants any more. At any other
 * end, even by {@link Runtime#halt}, the JVM would still make the archive, with all
 * processors and for many seconds.
 */
final class AbruptEnd {

	private static final Log logger = LogFactory.getLog(AbruptEnd.class);

	private static final int TERMINATED = 143;

	private AbruptEnd() {
	}

	/**
	 * End this JVM. A JVM can neither send this signal to itself nor destroy itself, so a
	 * child has to do it.
	 */
	static void now() {
		try {
			new ProcessBuilder("sh", "-c", "kill -9 $PPID").start().waitFor();
		}
		catch (IOException ex) {
			logger.debug("There is no shell", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(TERMINATED);
	}

}
