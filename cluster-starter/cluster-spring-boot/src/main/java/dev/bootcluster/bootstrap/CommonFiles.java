// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Files that a worker and the primary both write. The primary runs no code of the
 * application, so these are log files whose name is fixed in the logging system's own
 * configuration, where nobody can give each process its own.
 */
final class CommonFiles {

	private static final Log logger = LogFactory.getLog(CommonFiles.class);

	/**
	 * The last digit is the access mode (open(2)): 1 for writing, 2 for both.
	 */
	private static final Pattern WRITABLE = Pattern.compile("(?s).*flags:\\s*\\d*[12]\\s.*");

	private CommonFiles() {
	}

	/**
	 * Warn of files that all processes write; one worker speaks for all.
	 */
	static void warn(WorkerLaunch launch) {
		if (launch.slot() != 1) {
			return;
		}
		Set<Path> files = ProcessHandle.current()
			.parent()
			.map((primary) -> between(primary.pid(),
					List.of(launch.directory(), launch.artifact().resolveSibling("."))))
			.orElse(Set.of());
		if (!files.isEmpty()) {
			logger.warn(("The primary and each worker write the same log file and lose lines when they roll it: %s. "
					+ "Let logging.file.name set the name (<file>${LOG_FILE}</file>), or put the slot into it: "
					+ "${cluster.worker.slot:-primary} in Logback, ${sys:cluster.worker.slot:-primary} in Log4j")
				.formatted(files.stream().map(Path::toString).collect(Collectors.joining(", "))));
		}
	}

	/**
	 * Find the files that both this process and another have open for writing.
	 * @param pid the other process
	 * @param except directories whose files are meant for both
	 */
	static Set<Path> between(long pid, List<Path> except) {
		Set<Path> files = written(Long.toString(pid));
		files.retainAll(written("self"));
		files.removeIf((file) -> except.stream().anyMatch((directory) -> file.startsWith(directory.normalize())));
		return files;
	}

	/**
	 * Without the standard streams, which a process inherits.
	 */
	private static Set<Path> written(String process) {
		Set<Path> files = new TreeSet<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", process, "fd"),
				"{[3-9],??*}")) {
			for (Path descriptor : descriptors) {
				if (Files.isRegularFile(descriptor) && isWritable(descriptor)) {
					files.add(Files.readSymbolicLink(descriptor));
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Open files of process %s cannot be listed".formatted(process), ex);
		}
		return files;
	}

	private static boolean isWritable(Path descriptor) {
		try {
			Path info = descriptor.resolveSibling("../fdinfo").resolve(descriptor.getFileName());
			return WRITABLE.matcher(Files.readString(info)).matches();
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

}
