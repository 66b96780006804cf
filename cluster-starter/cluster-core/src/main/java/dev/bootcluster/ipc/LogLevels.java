// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The log levels that were changed while the cluster runs: they hold for workers that
 * start later, and end with the cluster.
 */
public final class LogLevels {

	private static final String FILE = "log-levels";

	private final CommonFile file;

	/**
	 * Create the levels of a cluster.
	 * @param directory the cluster's directory
	 */
	public LogLevels(Path directory) {
		this.file = new CommonFile(directory.resolve(CommonFile.DIRECTORY).resolve(FILE));
	}

	/**
	 * Keep a level.
	 * @param logger the name of a logger or a group of loggers
	 * @param level the level, {@code null} for that of the logger's parent
	 * @throws IOException if it cannot be kept
	 */
	public void put(String logger, @Nullable String level) throws IOException {
		this.file.update((text) -> {
			Map<String, @Nullable String> levels = parse(text);
			levels.remove(logger);
			levels.put(logger, level);
			return JsonText.write(levels);
		});
	}

	/**
	 * Return all levels.
	 * @return the levels by logger, in the order in which they were set
	 * @throws IOException if they cannot be read
	 */
	public Map<String, @Nullable String> all() throws IOException {
		return Files.exists(this.file.path()) ? parse(this.file.update((text) -> text)) : Map.of();
	}

	private static Map<String, @Nullable String> parse(String text) {
		Map<String, @Nullable String> levels = new LinkedHashMap<>();
		try {
			if (JsonText.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> parsed) {
				parsed.forEach((logger, level) -> levels.put((String) logger, (String) level));
			}
		}
		catch (IllegalArgumentException | ClassCastException ex) {
			// There is none yet, or the disk was full when it was written.
		}
		return levels;
	}

}
