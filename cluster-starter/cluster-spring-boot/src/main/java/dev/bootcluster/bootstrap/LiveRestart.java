// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What DevTools would do when a class changes. It cannot in a cluster: the primary runs
 * none of the application's classes, and workers are replaced instead.
 */
final class LiveRestart {

	private static final String CLASS_LOADER = "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

	private LiveRestart() {
	}

	/**
	 * Say what replaces it.
	 * @param applications the class loader that the application was started with
	 * @return the sentence, empty if DevTools would do nothing
	 */
	static Optional<String> note(@Nullable ClassLoader applications) {
		if (applications == null || !CLASS_LOADER.equals(applications.getClass().getName())) {
			return Optional.empty();
		}
		return Optional.of("DevTools does not restart a cluster when classes change:"
				+ " set cluster.watch.enabled=true to reload it instead, or cluster.enabled=false while you develop");
	}

}
