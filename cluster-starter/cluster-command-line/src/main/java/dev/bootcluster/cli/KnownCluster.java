// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.bootcluster.ipc.RunningApplication;

/**
 * A cluster as its directory describes it. It may have been killed since.
 *
 * @param directory the cluster's directory
 * @param application what it runs
 */
record KnownCluster(Path directory, RunningApplication application) {

	/**
	 * Read of the cluster in a directory.
	 * @return the cluster, empty if there is none or this user may not know
	 */
	static Optional<KnownCluster> in(Path directory) {
		try {
			JsonValue json = JsonValue.parse(Files.readAllBytes(directory.resolve(RunningApplication.FILE)));
			return Optional.of(new KnownCluster(directory,
					new RunningApplication(json.list("names").stream().map(JsonValue::text).toList(),
							json.text("identity"), json.number("pid"), (int) json.number("port"),
							json.get("dashboard").isMissing() ? null : json.text("dashboard"))));
		}
		catch (IOException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	String name() {
		return this.application.names().isEmpty() ? "?"
				: new PrintedLine(0, this.application.names().get(0)).shown(false);
	}

	/**
	 * Describe it in a list to choose from.
	 */
	@Override
	public String toString() {
		return "  --directory %s   (port %d, pid %d, %s)".formatted(this.directory, this.application.port(),
				this.application.pid(), name());
	}

}
