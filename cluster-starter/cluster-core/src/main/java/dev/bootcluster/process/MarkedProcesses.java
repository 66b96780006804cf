// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A process and all that it starts, directly or not, known by a variable that they
 * inherit: what outlives the process has another parent then.
 */
public final class MarkedProcesses {

	private static final Log logger = LogFactory.getLog(MarkedProcesses.class);

	private static final String VARIABLE = "BOOT_CLUSTER_MARK";

	private static final Path PROC = Path.of("/proc");

	private final String mark = UUID.randomUUID().toString();

	/**
	 * Mark a process that is yet to start.
	 * @param environment its environment
	 */
	public void mark(Map<String, String> environment) {
		environment.put(VARIABLE, this.mark);
	}

	/**
	 * Kill those that are still there.
	 */
	public void kill() {
		for (ProcessHandle process : find()) {
			logger.debug("Killing process %d, which outlived the one that started it".formatted(process.pid()));
			process.destroyForcibly();
		}
	}

	List<ProcessHandle> find() {
		List<ProcessHandle> marked = new ArrayList<>();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path process : processes) {
				Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
				if (handle.isPresent() && isMarked(process.resolve("environ"))) {
					marked.add(handle.get());
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("Processes cannot be listed", ex);
		}
		return marked;
	}

	private boolean isMarked(Path environment) {
		try {
			String variables = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
			return Arrays.asList(variables.split("\0")).contains(VARIABLE + "=" + this.mark);
		}
		catch (IOException ex) {
			// It has ended, or belongs to somebody else.
			return false;
		}
	}

}
