// SPDX-License-Identifier: Apache-2.0

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
