// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that has been started, and what it needs on disk to be started again.
 *
 * @param run its directory
 * @param executable what runs
 * @param version the executable's version
 * @param settings how it runs
 */
record LaunchedRedis(RunDirectory run, RedisExecutable executable, RedisVersion version, RedisSettings settings) {

	/**
	 * Make files again that were deleted, and make all look new to what cleans up old
	 * ones. A server that has lost the file with its data writes another one.
	 * @return the names of those that were missing
	 * @throws IOException if one cannot be made
	 */
	List<String> restore() throws IOException {
		List<String> missing = new ArrayList<>();
		this.run.restore();
		if (!Files.exists(this.run.executable())) {
			this.executable.install(this.run.executable());
			missing.add("redis-server");
		}
		if (!Files.exists(this.run.configuration())) {
			this.run.writeConfiguration(this.settings.toConfiguration(this.version));
			missing.add("redis.conf");
		}
		if (!Files.exists(this.run.startedMark())) {
			this.run.markStarted();
			missing.add("started");
		}
		if (!this.run.hasData()) {
			new RedisProbe(this.settings).rewriteData(this.run.path());
			missing.add("appendonly.aof");
		}
		this.run.touch();
		return missing;
	}

}
