// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ipc.Wire;

/**
 * The configuration of a generation: that of the application that runs as a cluster, and
 * of those that the same JVM runs before it, such as a parent context or Spring Cloud's
 * bootstrap context.
 *
 * @param applications the configuration of each, in the order they start in
 * @param random the random values in them
 */
record PinnedApplications(List<PinnedConfiguration> applications, Map<String, String> random) {

	static PinnedApplications read(Path file) throws IOException {
		return Wire.read(file, PinnedApplications.class);
	}

	void write(Path file) throws IOException {
		Wire.write(file, this);
	}

}
