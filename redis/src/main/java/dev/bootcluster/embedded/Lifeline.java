// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.SharedStateServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The primary's end of the FIFO whose end of file means that the cluster is gone.
 */
final class Lifeline {

	private static final Log logger = LogFactory.getLog(Lifeline.class);

	private static final int MKFIFO_TIMEOUT_SECONDS = 5;

	private final Path name;

	private final Path fifo;

	private final RandomAccessFile descriptor;

	private Lifeline(Path name, Path fifo, RandomAccessFile descriptor) {
		this.name = name;
		this.fifo = fifo;
		this.descriptor = descriptor;
	}

	/**
	 * Create the FIFO and hold it open. It is opened for reading and writing, which never
	 * blocks and does not affect the end of file: that comes when this JVM and all other
	 * writers are gone.
	 * @param run the directory for the FIFO; workers use a hard link to it, by which a
	 * run recognizes its own FIFO
	 * @return the open lifeline
	 * @throws IOException if the FIFO cannot be created
	 */
	static Lifeline open(RunDirectory run) throws IOException {
		Path fifo = fifo(run);
		make(fifo);
		RandomAccessFile descriptor = new RandomAccessFile(fifo.toFile(), "rw");
		Path name = run.cluster().resolve(SharedStateServer.LIFELINE);
		Lifeline lifeline = new Lifeline(name, fifo, descriptor);
		try {
			Files.deleteIfExists(name);
			Files.createLink(name, fifo);
			return lifeline;
		}
		catch (IOException ex) {
			lifeline.close();
			throw ex;
		}
	}

	static Path fifo(RunDirectory run) {
		return run.path().resolve(SharedStateServer.LIFELINE);
	}

	/**
	 * Tell the watcher to end the server, even if another process still holds the
	 * lifeline.
	 */
	void close() {
		try (this.descriptor) {
			if (Files.exists(this.name) && Files.isSameFile(this.name, this.fifo)) {
				Files.delete(this.name);
			}
			this.descriptor.writeBytes("stop\n");
		}
		catch (IOException ex) {
			logger.debug("Lifeline " + this.name + " could not be removed", ex);
		}
	}

	private static void make(Path fifo) throws IOException {
		Process process = new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes()).strip();
		try {
			if (!process.waitFor(MKFIFO_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(output.isEmpty() ? "mkfifo failed" : output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
