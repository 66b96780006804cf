// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that this worker and the primary both write. The primary runs no code of
 * the application, so these are log files whose name is fixed in the logging system's own
 * configuration, where nobody can give each process its own.
 */
final class LogFileCheck implements ClusterCheck {

	private static final Log logger = LogFactory.getLog(LogFileCheck.class);

	/**
	 * The last digit is the access mode (open(2)): 1 for writing, 2 for both.
	 */
	private static final Pattern WRITABLE = Pattern.compile("(?s).*flags:\\s*\\d*[12]\\s.*");

	private final long primary;

	private final List<Path> except;

	/**
	 * @param primary the primary's process id
	 * @param except directories whose files are meant for both
	 */
	LogFileCheck(long primary, Path... except) {
		this.primary = primary;
		this.except = Stream.of(except).map(Path::normalize).toList();
	}

	@Override
	public String getName() {
		return "log-files";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		return common().stream()
			.map((file) -> new ClusterFinding(
					"The primary and all workers write the same log file, %s, and lose lines when they roll it"
						.formatted(file),
					"Let logging.file.name set the name (<file>${LOG_FILE}</file>), or put the slot into it: "
							+ "${cluster.worker.slot:-primary} in Logback, ${sys:cluster.worker.slot:-primary} in Log4j"))
			.toList();
	}

	/**
	 * Return the files that both this process and the primary have open for writing.
	 */
	Set<Path> common() {
		Set<Path> files = written(Long.toString(this.primary));
		files.retainAll(written("self"));
		files.removeIf((file) -> this.except.stream().anyMatch(file::startsWith));
		return files;
	}

	/**
	 * Without the standard streams, which a process inherits, and without files that have
	 * no name any more or never had one, such as the heap of ZGC (memfd_create(2)).
	 */
	private static Set<Path> written(String process) {
		Set<Path> files = new TreeSet<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", process, "fd"),
				"{[3-9],??*}")) {
			for (Path descriptor : descriptors) {
				Path file = written(descriptor);
				if (file != null) {
					files.add(file);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Open files of process %s cannot be listed".formatted(process), ex);
		}
		return files;
	}

	private static @Nullable Path written(Path descriptor) {
		try {
			Path file = Files.readSymbolicLink(descriptor);
			Path info = descriptor.resolveSibling("../fdinfo").resolve(descriptor.getFileName());
			return (Files.isRegularFile(file) && WRITABLE.matcher(Files.readString(info)).matches()) ? file : null;
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return null;
		}
	}

}
