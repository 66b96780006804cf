// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a worker tells other processes of the cluster without its application, on the
 * socket to which nobody else has access.
 */
final class WorkerAnswers {

	private final Map<String, Supplier<byte[]>> answers = new ConcurrentHashMap<>();

	/**
	 * Answer a path from now on.
	 * @param path the path
	 * @param answer returns JSON
	 */
	void add(String path, Supplier<byte[]> answer) {
		this.answers.put(path, answer);
	}

	/**
	 * Return the answer now, {@code null} if there is none.
	 */
	byte @Nullable [] to(String path) {
		Supplier<byte[]> answer = this.answers.get(path);
		return (answer != null) ? answer.get() : null;
	}

}
