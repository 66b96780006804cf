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

package dev.bootcluster.generation;

import java.nio.file.Path;

import dev.bootcluster.process.JavaInvocation;

/**
 * The application's code at one point in time, in files nobody else writes to.
 *
 * @param key identifies the content: the same code always has the same key
 * @param directory its directory
 * @param invocation how to run it
 */
public record Artifact(String key, Path directory, JavaInvocation invocation) {

	/**
	 * The name of the code's directory within the artifact's.
	 */
	static final String CODE = "app";

	/**
	 * Return whether the code is as it was pinned.
	 * @return {@code true} if no file was deleted or changed since
	 */
	public boolean isIntact() {
		return new Seal(this.directory, CODE).verify();
	}

}
