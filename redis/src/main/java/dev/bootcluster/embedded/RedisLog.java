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
