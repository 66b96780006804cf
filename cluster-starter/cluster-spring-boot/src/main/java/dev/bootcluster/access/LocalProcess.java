// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A process of this machine.
 *
 * @param pid its number
 * @param parent the number of its parent
 * @param group the number of its process group
 * @param name the name of its program, at most 15 characters
 * @param users its real, effective, saved and file system user
 * @param program the path of its program, {@code null} if it may not be read
 * @param descriptors what its descriptors are, {@code null} if they may not be read
 */
record LocalProcess(long pid, long parent, long group, String name, Set<Long> users, @Nullable String program,
		@Nullable List<String> descriptors) {

	/**
	 * All processes that can be seen.
	 * @param proc the directory {@code /proc}
	 * @throws IOException if there is none
	 */
	static List<LocalProcess> all(Path proc) throws IOException {
		List<LocalProcess> all = new ArrayList<>();
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
			for (Path directory : directories) {
				LocalProcess process = read(directory);
				if (process != null) {
					all.add(process);
				}
			}
		}
		return all;
	}

	/**
	 * The effective user of this process.
	 * @throws IOException if the system does not say
	 */
	static long currentUser(Path proc) throws IOException {
		return Long.parseLong(users(proc.resolve("self"))[2]);
	}

	private static @Nullable LocalProcess read(Path directory) {
		try {
			String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
			int end = stat.lastIndexOf(')');
			String[] rest = stat.substring(end + 2).split(" ", 4);
			Set<Long> users = Arrays.stream(users(directory)).skip(1).map(Long::valueOf).collect(Collectors.toSet());
			return new LocalProcess(Long.parseLong(directory.getFileName().toString()), Long.parseLong(rest[1]),
					Long.parseLong(rest[2]), stat.substring(stat.indexOf('(') + 1, end), users, program(directory),
					descriptors(directory));
		}
		catch (IOException | RuntimeException ex) {
			// It is gone.
			return null;
		}
	}

	/**
	 * The line {@code Uid:} of proc_pid_status(5).
	 */
	private static String[] users(Path directory) throws IOException {
		return Files.readString(directory.resolve("status"), StandardCharsets.ISO_8859_1)
			.lines()
			.filter((line) -> line.startsWith("Uid:"))
			.findFirst()
			.orElseThrow(() -> new IOException("status without a user"))
			.split("\\s+");
	}

	private static @Nullable String program(Path directory) {
		try {
			return Files.readSymbolicLink(directory.resolve("exe")).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static @Nullable List<String> descriptors(Path directory) {
		List<String> descriptors = new ArrayList<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(directory.resolve("fd"))) {
			for (Path link : links) {
				try {
					descriptors.add(Files.readSymbolicLink(link).toString());
				}
				catch (NoSuchFileException ex) {
					// Closed meanwhile.
				}
			}
			return descriptors;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	boolean holds(String descriptor) {
		return this.descriptors != null && this.descriptors.contains(descriptor);
	}

	/**
	 * Whether both run the same program, as far as that can be seen.
	 */
	boolean isLike(LocalProcess other) {
		return (this.program != null && other.program != null) ? this.program.equals(other.program)
				: this.name.equals(other.name);
	}

}
