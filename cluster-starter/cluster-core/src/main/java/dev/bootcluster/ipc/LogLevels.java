// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log levels that were changed while the cluster runs: they hold for workers that
 * start later, and end with the cluster.
 */
public final class LogLevels {

	private static final String FILE = "log-levels";

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final TypeReference<LinkedHashMap<String, @Nullable String>> TYPE = new TypeReference<>() {
	};

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
			return MAPPER.writeValueAsString(levels);
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
		try {
			return text.isEmpty() ? new LinkedHashMap<>() : MAPPER.readValue(text, TYPE);
		}
		catch (JacksonException ex) {
			// The disk was full when it was written.
			return new LinkedHashMap<>();
		}
	}

}
