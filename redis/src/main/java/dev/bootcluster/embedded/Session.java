// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs a command in a new session, so that Ctrl-C in the terminal does not reach it.
 *
 * @param setsid the setsid program, if this system has one
 */
record Session(Optional<Path> setsid) {

	private static final Log logger = LogFactory.getLog(Session.class);

	static Session fromPath(String path) {
		return new Session(Stream.of(path.split(File.pathSeparator))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, "setsid"))
			.filter(Files::isExecutable)
			.findFirst());
	}

	List<String> command(String... command) {
		if (this.setsid.isEmpty()) {
			logger.debug("No setsid on the PATH: Ctrl-C will reach the embedded redis-server, which is then restarted");
			return List.of(command);
		}
		return Stream.concat(Stream.of(this.setsid.get().toString()), Stream.of(command)).toList();
	}

}
