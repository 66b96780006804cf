// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.JsonNode;

/**
 * A worker as {@code GET /actuator/cluster} shows it.
 *
 * @param slot its slot
 * @param pid its process, or 0 if there is none
 * @param generation its generation
 * @param state the name of its state
 * @param connections how many connections it has open, as of its last heartbeat
 * @param requests how many requests it has served
 * @param restarts how often its slot was restarted
 */
public record Worker(int slot, long pid, long generation, String state, long connections, long requests,
		long restarts) {

	static Worker of(JsonNode json) {
		return new Worker(json.path("slot").asInt(0), json.path("pid").asLong(0), json.path("generation").asLong(0),
				json.path("state").asString(""), json.path("connections").asLong(0), json.path("requests").asLong(0),
				json.path("restarts").asLong(0));
	}

	public boolean isReady() {
		return "READY".equals(this.state);
	}

	/**
	 * Whether it was started from an archive of its classes.
	 */
	public boolean runsFromArchive() {
		try {
			String command = Files.readString(Path.of("/proc/%d/cmdline".formatted(this.pid)));
			return command.contains("-XX:SharedArchiveFile=") || command.contains("-XX:AOTCache=");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Worker %d is gone".formatted(this.slot), ex);
		}
	}

}
