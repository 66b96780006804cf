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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.bootcluster.process.JavaInvocation;

/**
 * Applications to store.
 */
final class TestJar {

	static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private TestJar() {
	}

	/**
	 * A jar that looks as if packed by Spring Boot.
	 */
	static Path extractable(Path jar) throws IOException {
		return write(jar, "BOOT-INF/", "BOOT-INF/lib/spring-boot-jarmode-tools-0.jar");
	}

	static Path write(Path jar, String... entries) throws IOException {
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			for (String entry : entries) {
				out.putNextEntry(new JarEntry(entry));
				if (!entry.endsWith("/")) {
					out.write(entry.getBytes(StandardCharsets.UTF_8));
				}
			}
		}
		return jar;
	}

	static JavaInvocation run(Path jar) {
		return run(jar, JAVA);
	}

	static JavaInvocation run(Path jar, Path java) {
		return new JavaInvocation(java, List.of(), null, jar.toString(), List.of());
	}

}
