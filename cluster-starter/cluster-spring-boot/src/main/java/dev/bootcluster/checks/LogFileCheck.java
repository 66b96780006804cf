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
