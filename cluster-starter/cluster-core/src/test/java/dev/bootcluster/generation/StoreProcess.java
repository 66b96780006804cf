// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.process.JavaInvocation;

/**
 * Another process that uses a store, because locks work between processes.
 */
final class StoreProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private StoreProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream()));
	}

	/**
	 * Pin a jar in another process, which uses it until the process ends and removes what
	 * nobody uses.
	 * @param prefix the words before the command
	 */
	static StoreProcess pin(Path store, JavaInvocation application, String... prefix) throws IOException {
		List<String> words = new ArrayList<>(List.of(prefix));
		words.addAll(List.of(TestJar.JAVA.toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), StoreProcess.class.getName(), store.toString(),
				application.main(), application.java().toString()));
		return new StoreProcess(new ProcessBuilder(words).redirectErrorStream(true).start());
	}

	public static void main(String[] arguments) throws IOException {
		ArtifactDirectory directory = new ArtifactDirectory(Path.of(arguments[0]), 0);
		try {
			Artifact artifact = directory.pin(TestJar.run(Path.of(arguments[1]), Path.of(arguments[2])));
			directory.retain(List.of(artifact.key()));
			System.out.println("pinned " + artifact.key());
		}
		catch (IOException ex) {
			System.out.println("failed " + ex);
		}
		while (System.in.read() != -1) {
			// Wait to be killed, or until nobody is left to do so.
		}
	}

	/**
	 * Wait for the outcome.
	 */
	String result() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith("pinned ") && !line.startsWith("failed ")) {
			line = this.output.readLine();
		}
		return String.valueOf(line);
	}

	long pid() {
		return this.process.pid();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		this.process.waitFor(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

}
