// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.bootcluster.ipc.FreshFiles;
import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.WriteFailure;

import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * The private directory of one run of the server: below {@code redis/} in the cluster's
 * directory or, where that is in memory, in the temporary directory. A cluster that takes
 * over its directory while an old one still drains gets a different one.
 *
 * @param cluster the cluster's directory
 * @param path the directory of this run
 */
record RunDirectory(Path cluster, Path path) {

	static final String PID_FILE = "redis.pid";

	/**
	 * Create the directory.
	 * @param cluster the cluster's directory
	 * @param large where large files may be kept: the same, or one that others may use
	 */
	static RunDirectory create(Path cluster, Path large) throws IOException {
		// As the operating system names them.
		Path home = cluster.toRealPath();
		Path path;
		if (large.equals(cluster)) {
			Path parent = OwnerOnly.createDirectories(home.resolve("redis"));
			path = Files.createTempDirectory(parent, "", OwnerOnly.DIRECTORY);
		}
		else {
			path = Files.createTempDirectory(large.toRealPath(), "boot-cluster-redis-", OwnerOnly.DIRECTORY);
		}
		RunDirectory run = new RunDirectory(home, path);
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

	Path configuration() {
		return this.path.resolve("redis.conf");
	}

	Path startedMark() {
		return this.path.resolve("started");
	}

	void writeConfiguration(String content) throws IOException {
		Files.deleteIfExists(configuration());
		write(configuration(), content.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return whether the server's append-only file is there: one file, or since Redis 7
	 * those in a directory.
	 */
	boolean hasData() {
		String[] files = this.path.toFile().list((directory, name) -> name.startsWith("appendonly"));
		if (files == null || files.length == 0) {
			return false;
		}
		File data = new File(this.path.toFile(), files[0]);
		String[] parts = data.list();
		return parts == null || parts.length > 0;
	}

	/**
	 * Make the directory again if it was deleted.
	 */
	void restore() throws IOException {
		OwnerOnly.createDirectories(this.path);
	}

	/**
	 * Make all files look new to what cleans up old ones.
	 */
	void touch() throws IOException {
		FreshFiles.touch(this.path, System.currentTimeMillis(), (file) -> false);
	}

	/**
	 * Tell the watcher that the server has answered: from now on the watcher restarts it
	 * when it dies.
	 * @throws IOException if the file cannot be written
	 */
	void markStarted() throws IOException {
		write(startedMark(), new byte[0]);
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
		try {
			Files.createFile(file, OwnerOnly.FILE);
			Files.write(file, content);
		}
		catch (IOException ex) {
			throw new WriteFailure(file, ex);
		}
	}

}
