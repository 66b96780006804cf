// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * Source code of a version of the application that exists in a test only.
 */
public final class Sources {

	private Sources() {
	}

	/**
	 * Compile classes against what the test can use.
	 * @param directory an empty directory
	 * @param sources the sources by file name
	 * @return the bytes of the classes by file name
	 */
	public static Map<String, byte[]> compile(Path directory, Map<String, String> sources) {
		try {
			Path classes = Files.createDirectories(directory.resolve("classes"));
			List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-parameters", "--release", "17",
					"-proc:none", "-cp", System.getProperty("java.class.path")));
			for (Map.Entry<String, String> source : sources.entrySet()) {
				Path file = directory.resolve(source.getKey());
				Files.createDirectories(file.getParent());
				arguments.add(Files.writeString(file, source.getValue()).toString());
			}
			ByteArrayOutputStream errors = new ByteArrayOutputStream();
			if (ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new)) != 0) {
				throw new IllegalArgumentException(errors.toString(StandardCharsets.UTF_8));
			}
			return read(classes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, byte[]> read(Path classes) throws IOException {
		Map<String, byte[]> bytes = new TreeMap<>();
		try (Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				bytes.put(classes.relativize(file).toString(), Files.readAllBytes(file));
			}
		}
		return bytes;
	}

}
