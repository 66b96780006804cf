// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Node's cluster with a primary that forks a new worker for each that exits.
 */
final class NodeCluster implements Mortal {

	private static final int PATIENCE_SECONDS = 60;

	private final AvailabilityOptions options;

	private final Children children;

	private Server server;

	private int exitsBefore;

	NodeCluster(AvailabilityOptions options, Children children) {
		this.options = options;
		this.children = children;
	}

	@Override
	public String name() {
		return AvailabilityOptions.NODE;
	}

	@Override
	public int jvms() {
		return 0;
	}

	@Override
	public void start() throws IOException, InterruptedException {
		int port = Ports.free();
		List<String> command = List.of(Tools.node(), ServerOptions.HOME.resolve("cluster.js").toString(),
				Integer.toString(port), Integer.toString(this.options.workers),
				Integer.toString(this.options.exitWithin));
		this.server = new Server(name(), this.children.start(name(), command), port, this.children);
		this.server.await("/hello", (body) -> body.startsWith("Handled by process "));
		long start = System.nanoTime();
		while (lines("is ready") < this.options.workers) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
				throw new UserException("node does not get ready%n%s".formatted(this.children.tail(name())));
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	@Override
	public void expose() {
		this.exitsBefore = lines("crashed");
	}

	@Override
	public int exits() {
		return lines("crashed") - this.exitsBefore;
	}

	private int lines(String containing) {
		try (Stream<String> lines = Files.lines(this.children.output(name()))) {
			return (int) lines.filter((line) -> line.contains(containing)).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Server server() {
		return this.server;
	}

}
