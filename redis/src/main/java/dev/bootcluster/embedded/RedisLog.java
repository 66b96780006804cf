// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The output of the watcher and its server.
 *
 * @param lines the lines that are not blank
 */
record RedisLog(List<String> lines) {

	private static final int TAIL = 3;

	static RedisLog read(Path file) throws IOException {
		String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		return new RedisLog(content.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList());
	}

	boolean saysPortIsTaken() {
		return this.lines.stream().anyMatch((line) -> line.contains("Failed listening on port"));
	}

	String tail() {
		return String.join(" / ", this.lines.subList(Math.max(0, this.lines.size() - TAIL), this.lines.size()));
	}

}
