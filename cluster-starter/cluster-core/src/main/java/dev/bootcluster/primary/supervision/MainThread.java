// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The thread that starts an application, as a thread dump shows it.
 */
final class MainThread {

	private static final String TITLE = "\"main\"";

	private static final int LINES = 20;

	private MainThread() {
	}

	/**
	 * Find the thread in a dump that the JVM or a worker has written.
	 * @return its first lines, none if it is not there
	 */
	static List<String> in(Path dump) {
		try (Stream<String> lines = Files.lines(dump)) {
			return lines.dropWhile((line) -> !line.startsWith(TITLE))
				.takeWhile((line) -> !line.isBlank())
				.limit(LINES)
				.toList();
		}
		catch (IOException | RuntimeException ex) {
			return List.of();
		}
	}

}
