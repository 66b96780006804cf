// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * The private directory of one run of the server, below {@code redis/} in the cluster's
 * directory. A cluster that takes over that directory while an old one still drains gets
 * a different one.
 *
 * @param cluster the cluster's directory
 * @param path the directory of this run
 */
record RunDirectory(Path cluster, Path path) {

	static final String PID_FILE = "redis.pid";

	private static final FileAttribute<?> OWNER_ONLY_DIRECTORY = mode("rwx------");

	private static final FileAttribute<?> OWNER_ONLY_FILE = mode("rw-------");

	static RunDirectory create(Path cluster) throws IOException {
		Path parent = cluster.resolve("redis");
		if (!Files.isDirectory(parent)) {
			Files.createDirectory(parent, OWNER_ONLY_DIRECTORY);
		}
		RunDirectory run = new RunDirectory(cluster, Files.createTempDirectory(parent, "", OWNER_ONLY_DIRECTORY));
		try (InputStream script = RunDirectory.class.getResourceAsStream("watch.sh")) {
			Assert.state(script != null, "No watch.sh on the class path");
			run.write(run.script(), script.readAllBytes());
		}
		return run;
	}

	Path executable() {
		return this.path.resolve("redis-server");
	}

	Path script() {
		return this.path.resolve("watch.sh");
	}

	Path logFile() {
		return this.path.resolve("redis.log");
	}

	RedisLog log() throws IOException {
		return RedisLog.read(logFile());
	}

	void writeConfiguration(String content) throws IOException {
		Path file = this.path.resolve("redis.conf");
		Files.deleteIfExists(file);
		write(file, content.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Tell the watcher that the server has answered: from now on the watcher restarts it
	 * when it dies.
	 * @throws IOException if the file cannot be written
	 */
	void markStarted() throws IOException {
		write(this.path.resolve("started"), new byte[0]);
	}

	Optional<Long> serverPid() {
		try {
			return Optional.of(Long.valueOf(Files.readString(this.path.resolve(PID_FILE)).strip()));
		}
		catch (IOException | NumberFormatException ex) {
			return Optional.empty();
		}
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
			Files.deleteIfExists(this.cluster.resolve("redis"));
		}
		catch (IOException ex) {
			// Not empty: another run uses it, or a dying server has just written a file.
		}
	}

	private void write(Path file, byte[] content) throws IOException {
		Files.createFile(file, OWNER_ONLY_FILE);
		Files.write(file, content);
	}

	private static FileAttribute<?> mode(String permissions) {
		return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
	}

}
