// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import redis.embedded.core.ExecutableProvider;

/**
 * Where the redis-server executable comes from.
 */
@FunctionalInterface
interface RedisExecutable {

	void install(RunDirectory run) throws IOException;

	/**
	 * The executable that the embedded-redis library bundles for this system. It is
	 * moved, because the library deletes its copy when the primary exits, possibly before
	 * the workers.
	 * @return the executable
	 */
	static RedisExecutable bundled() {
		return (run) -> {
			File copy = ExecutableProvider.newJarResourceProvider(run.path().toFile()).get();
			Files.move(copy.toPath(), run.executable());
		};
	}

}
