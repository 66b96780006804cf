// SPDX-License-Identifier: Apache-2.0

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
