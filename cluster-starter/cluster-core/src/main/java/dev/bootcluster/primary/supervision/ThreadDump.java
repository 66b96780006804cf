/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary.supervision;

import dev.bootcluster.process.TaskLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to learn what a worker's threads do: the worker writes it down, or if it
 * does not in time, somebody from outside.
 */
final class ThreadDump {

	/**
	 * How long the worker itself may take.
	 */
	static final Duration INSIDE = Duration.ofSeconds(3);

	/**
	 * How long the attempt from outside may take.
	 */
	static final Duration OUTSIDE = Duration.ofSeconds(15);

	private final TaskLoop loop;

	private final Outside outside;

	private final long pid;

	private final Path file;

	private final Consumer<@Nullable Path> onEnd;

	private @Nullable Runnable timer;

	private State state = State.INSIDE;

	/**
	 * Create an attempt.
	 * @param loop calls back
	 * @param outside takes a dump from outside
	 * @param pid the worker's process id
	 * @param file the file to write, which does not exist
	 * @param onEnd called once: the file, or {@code null} if there is none
	 */
	ThreadDump(TaskLoop loop, Outside outside, long pid, Path file, Consumer<@Nullable Path> onEnd) {
		this.loop = loop;
		this.outside = outside;
		this.pid = pid;
		this.file = file;
		this.onEnd = onEnd;
	}

	/**
	 * Begin.
	 * @param channel the worker's control channel, {@code null} if it has none
	 */
	void begin(@Nullable ControlChannel<FromPrimary> channel) {
		if (channel != null) {
			channel.send(new FromPrimary.DumpThreads(this.file.toString()));
			this.timer = this.loop.schedule(INSIDE, this::goOutside);
		}
		else {
			goOutside();
		}
	}

	/**
	 * The worker answered.
	 */
	void answered(FromWorker.ThreadsDumped answer) {
		if (this.state == State.INSIDE && answer.file().equals(this.file.toString())) {
			end(this.file);
		}
	}

	private void goOutside() {
		this.state = State.OUTSIDE;
		this.timer = this.loop.schedule(OUTSIDE, () -> end(null));
		this.outside.dump(this.pid, this.file)
			.whenComplete((written, ex) -> this.loop
				.execute(() -> end((ex == null && Boolean.TRUE.equals(written)) ? this.file : null)));
	}

	private void end(@Nullable Path file) {
		if (this.state != State.ENDED) {
			this.state = State.ENDED;
			if (this.timer != null) {
				this.timer.run();
			}
			this.onEnd.accept(file);
		}
	}

	/**
	 * Takes a thread dump of another process.
	 */
	@FunctionalInterface
	public interface Outside {

		/**
		 * Begin to take a dump, without blocking.
		 * @return whether the file holds it, in the end
		 */
		CompletableFuture<Boolean> dump(long pid, Path file);

	}

	/**
	 * Who is at it.
	 */
	private enum State {

		INSIDE, OUTSIDE, ENDED

	}

}
