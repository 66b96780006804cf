// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Answers when a file is deleted, so that who made the file decides how long requests are
 * in flight.
 */
@RestController
@Profile("chaos")
class HoldController {

	private static final long PAUSE = 10;

	private final Path directory = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();

	private final CurrentProcess process;

	HoldController(CurrentProcess process) {
		this.process = process;
	}

	/**
	 * Wait until a file is gone.
	 * @param file its name, or its path; it lies directly in the JVM's directory for
	 * temporary files, because clients are to learn nothing about any other
	 * @return who answers
	 */
	@GetMapping("/hold")
	String hold(@RequestParam(name = "file") String file) {
		Path path = temporary(file);
		while (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Thread.currentThread().isInterrupted()) {
			Pause.ofMillis(PAUSE).await();
		}
		return this.process.handledBy();
	}

	private Path temporary(String file) {
		try {
			Path path = this.directory.resolve(file).normalize();
			if (this.directory.equals(path.getParent())) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// No path at all.
		}
		throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "'file' must be a file in the temporary directory");
	}

}
