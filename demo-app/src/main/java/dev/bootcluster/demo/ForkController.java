// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.fork.ClusterForks;
import dev.bootcluster.fork.ForkFailedException;
import dev.bootcluster.fork.ForkOptions;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Burns processor time in another process, as Node does with {@code fork('compute.js')}:
 * this one answers others meanwhile.
 */
@RestController
class ForkController {

	private static final Bound TIMEOUT = new Bound("timeout", 1, 600_000);

	private static final Bound MILLISECONDS = new Bound("ms", 0, 600_000);

	private final ClusterForks forks;

	private final CurrentProcess process;

	ForkController(ClusterForks forks, CurrentProcess process) {
		this.forks = forks;
		this.process = process;
	}

	@GetMapping("/fork")
	DeferredResult<Answer> fork(@RequestParam(name = "n", defaultValue = "10000000") long rounds,
			@RequestParam(name = "timeout", defaultValue = "60000") long timeout) {
		Computation.ROUNDS.check(rounds);
		TIMEOUT.check(timeout);
		ForkOptions options = ForkOptions.builder().timeout(Duration.ofMillis(timeout)).build();
		CompletableFuture<Computation.Result> result = this.forks.submit(new Computation(rounds), options);
		DeferredResult<Answer> answer = new DeferredResult<>();
		// Who no longer waits for the result lets others compute.
		answer.onCompletion(() -> result.cancel(true));
		result.whenComplete((done, failure) -> {
			if (failure != null) {
				answer.setErrorResult(failure);
			}
			else {
				answer.setResult(new Answer(done.value(), this.process.pid(), done.pid()));
			}
		});
		return answer;
	}

	/**
	 * Start a process that outlives this one, and prints into a file when it ends.
	 */
	@PostMapping("/fork/detached")
	CompletableFuture<Detached> detach(@RequestParam(name = "ms", defaultValue = "10000") long millis)
			throws IOException {
		MILLISECONDS.check(millis);
		Path output = Files.createTempFile("demo-detached-", ".json");
		ForkOptions options = ForkOptions.builder().output(Redirect.to(output.toFile())).build();
		return this.forks.detach((fork) -> {
			Pause.ofMillis(millis).await();
			System.out.println(new JsonMapper().writeValueAsString(Map.of("slept", millis)));
			return millis;
		}, options).thenApply((process) -> new Detached(process.pid(), output.toString()));
	}

	@ExceptionHandler
	ProblemDetail failed(ForkFailedException failure) {
		HttpStatus status = switch (failure.getReason()) {
			case TIMED_OUT -> HttpStatus.GATEWAY_TIMEOUT;
			case REJECTED, CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
			default -> HttpStatus.INTERNAL_SERVER_ERROR;
		};
		return ProblemDetail.forStatusAndDetail(status, failure.getMessage());
	}

	/**
	 * What the client gets.
	 *
	 * @param result the result
	 * @param pid the process that answered
	 * @param forkPid the process that computed
	 */
	record Answer(long result, long pid, long forkPid) {

	}

	/**
	 * A process of its own.
	 *
	 * @param pid its process id
	 * @param output the file it prints into
	 */
	record Detached(long pid, String output) {

	}

}
