// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The primary's end of the FIFO whose end of file means that the cluster is gone.
 */
final class Lifeline {

	private static final Log logger = LogFactory.getLog(Lifeline.class);

	private static final int MKFIFO_TIMEOUT_SECONDS = 5;

	private static final String FIFO = "FIFO";

	/**
	 * Not every system has the usual one.
	 */
	private static final List<List<String>> PROGRAMS = List.of(List.of("mkfifo", "-m", "600", FIFO),
			List.of("busybox", "mkfifo", "-m", "600", FIFO), List.of("toybox", "mkfifo", "-m", "600", FIFO),
			List.of("mknod", "-m", "600", FIFO, "p"),
			List.of("perl", "-MPOSIX", "-e", "mkfifo($ARGV[0], 0600) or die $!", FIFO),
			List.of("python3", "-c", "import os, sys; os.mkfifo(sys.argv[1], 0o600)", FIFO));

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
	 * @param run the directory for the FIFO; workers use a link to it, by which a run
	 * recognizes its own FIFO
	 * @return the open lifeline
	 * @throws IOException if the FIFO cannot be created
	 */
	static Lifeline open(RunDirectory run) throws IOException {
		return open(run, PROGRAMS);
	}

	static Lifeline open(RunDirectory run, List<List<String>> programs) throws IOException {
		Path fifo = fifo(run);
		make(fifo, programs);
		RandomAccessFile descriptor = new RandomAccessFile(fifo.toFile(), "rw");
		Path name = run.cluster().resolve(SharedStateServer.LIFELINE);
		Lifeline lifeline = new Lifeline(name, fifo, descriptor);
		try {
			Files.deleteIfExists(name);
			Files.createSymbolicLink(name, fifo);
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
			if (isOurs()) {
				Files.delete(this.name);
			}
			this.descriptor.writeBytes("stop\n");
		}
		catch (IOException ex) {
			logger.debug("Lifeline " + this.name + " could not be removed", ex);
		}
	}

	private boolean isOurs() throws IOException {
		return Files.isSymbolicLink(this.name)
				&& List.of(this.fifo, descriptor(this.fifo)).contains(Files.readSymbolicLink(this.name));
	}

	/**
	 * Make the name again if it or the FIFO was deleted. Workers can still open a FIFO
	 * that has no name, by the primary's descriptor (proc_pid_fd(5)).
	 * @return the name if it was missing, else nothing
	 */
	List<String> restore() throws IOException {
		if (Files.exists(this.name)) {
			return List.of();
		}
		Files.deleteIfExists(this.name);
		Files.createSymbolicLink(this.name, Files.exists(this.fifo) ? this.fifo : descriptor(this.fifo));
		return List.of(SharedStateServer.LIFELINE);
	}

	/**
	 * Find this JVM's descriptor of a file, which may have been deleted.
	 */
	private static Path descriptor(Path file) throws IOException {
		Path own = Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "fd");
		try (Stream<Path> descriptors = Files.list(own)) {
			return descriptors.filter((descriptor) -> leadsTo(descriptor, file)).findFirst().orElse(file);
		}
	}

	private static boolean leadsTo(Path descriptor, Path file) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.equals(file.toString()) || target.equals(file + " (deleted)");
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

	private static void make(Path fifo, List<List<String>> programs) throws IOException {
		List<String> failures = new ArrayList<>();
		for (List<String> program : programs) {
			try {
				run(program.stream().map((word) -> word.equals(FIFO) ? fifo.toString() : word).toList());
				return;
			}
			catch (IOException ex) {
				failures.add(ex.getMessage());
			}
		}
		throw new IOException(
				"no program can make a FIFO in %s: %s".formatted(fifo.getParent(), String.join("; ", failures)));
	}

	private static void run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes()).strip();
		try {
			if (!process.waitFor(MKFIFO_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(output.isEmpty() ? command.get(0) + " failed" : output);
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
