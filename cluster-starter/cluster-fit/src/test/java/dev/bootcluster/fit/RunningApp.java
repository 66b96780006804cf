// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that runs, with all that it started, from a jar of its own.
 */
public final class RunningApp implements AutoCloseable {

	/**
	 * How often each worker is asked the same.
	 */
	private static final int ROUNDS = 2;

	private static final String SERVER = "\\w+ started on ports? \\d";

	private final ClusterProcess process;

	private final Path jar;

	RunningApp(ClusterProcess process, Path jar) {
		this.process = process;
		this.jar = jar;
	}

	/**
	 * The process that was started, with its log, its workers and everything else.
	 * @return the process
	 */
	public ClusterProcess process() {
		return this.process;
	}

	/**
	 * The web server that the application says it has started.
	 * @return its name, such as {@code Tomcat}
	 */
	public String server() {
		return this.process.awaitLog(SERVER).replaceAll(".* (?=%s)| started.*".formatted(SERVER), "");
	}

	public Response get(String path) {
		return send(Request.get(path));
	}

	public Response post(String path) {
		return send(Request.post(path));
	}

	/**
	 * Send a request on a connection of its own.
	 * @param request the request
	 * @return the answer, whatever its status
	 */
	public Response send(Request request) {
		return this.process.send(request);
	}

	/**
	 * Send requests, one after the other.
	 * @param requests the requests
	 * @return what in their answers can be compared with another process's
	 */
	public List<Answer> answers(Request... requests) {
		return Stream.of(requests).map(this::send).map(Answer::of).toList();
	}

	/**
	 * Send a request to every worker, twice: connections go round.
	 * @param request the request
	 * @return all answers
	 */
	public List<Response> everywhere(Request request) {
		return IntStream.range(0, ROUNDS * this.process.workers().size()).mapToObj((i) -> send(request)).toList();
	}

	/**
	 * Replace the jar by that of another version, which a reload will take.
	 * @param version the version
	 * @return this
	 */
	public RunningApp deploy(FitApp version) {
		AppJar.deploy(version.jar(), this.jar);
		return this;
	}

	/**
	 * Reload and wait for the verdict.
	 * @return the verdict
	 */
	public Reload reload() {
		Response answer = this.process.reload();
		assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
		return this.process.awaitReload();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
