// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A server for sessions and caches that the primary starts before its first worker when
 * the application configures none. Implementations are listed under this interface in
 * {@code META-INF/spring.factories}; the first one is used.
 * <p>
 * Unless noted otherwise, methods are called on the primary's main thread.
 */
public interface SharedStateServer extends AutoCloseable {

	/**
	 * Name of a FIFO that an implementation may create in the cluster's directory before
	 * {@link #start} returns. Every worker opens it for writing and keeps it open until
	 * it exits, so a reader sees end of file when the last worker is gone.
	 */
	String LIFELINE = "lifeline";

	/**
	 * Start the server and return once it answers.
	 * @param directory the cluster's directory, mode 0700; it may be in memory
	 * @param large where large files may be kept: the same directory, or one that other
	 * users may have access to, for a directory of the implementation's own
	 * @return the configuration properties workers need to reach the server; they may
	 * hold secrets and are never logged
	 * @throws IOException if the server does not start; the message says why
	 */
	Map<String, String> start(Path directory, Path large) throws IOException;

	/**
	 * Make files again that something has deleted, and make the others look new to what
	 * cleans up old ones. Called once a minute and before each worker's start, on any
	 * thread.
	 * @return the names of those that were missing, for the log
	 */
	default List<String> restore() {
		return List.of();
	}

	/**
	 * Whether the server is available. May be called on any thread.
	 * @return its state, {@code null} before the start, after the end, or if unknown
	 */
	default @Nullable SharedStateInfo info() {
		return null;
	}

	/**
	 * Stop the server after the last worker has exited. Never fails: a server that does
	 * not stop gracefully is killed.
	 */
	@Override
	void close();

}
