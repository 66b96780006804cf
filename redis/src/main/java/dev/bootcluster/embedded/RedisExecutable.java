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
