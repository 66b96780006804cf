// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads from {@code /proc} which children of a process have ended without being waited
 * for (proc_pid_stat(5)).
 */
final class Zombies {

	private Zombies() {
	}

	/**
	 * Find the zombies of a process.
	 * @param proc where process information is mounted
	 * @param parent the process
	 * @return their names by process id, none if the operating system does not tell
	 */
	static Map<Long, String> of(Path proc, long parent) {
		Map<Long, String> zombies = new TreeMap<>();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
			for (Path process : processes) {
				read(process.resolve("stat"), parent, zombies);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// Another operating system.
		}
		return zombies;
	}

	/**
	 * {@code 42 (name) Z 1 ...}: a name may contain spaces and parentheses, and bytes
	 * that are no characters.
	 */
	private static void read(Path file, long parent, Map<Long, String> zombies) {
		try {
			String line = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
			int name = line.indexOf('(');
			int end = line.lastIndexOf(')');
			String[] fields = line.substring(end + 1).strip().split(" ");
			if (name > 0 && end > name && fields.length > 1 && fields[0].equals("Z")
					&& fields[1].equals(Long.toString(parent))) {
				zombies.put(Long.parseLong(line.substring(0, name).strip()), line.substring(name + 1, end));
			}
		}
		catch (IOException ex) {
			// It is gone.
		}
	}

}
