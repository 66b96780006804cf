// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ipc.ControlPeer;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.process.ManualTaskLoop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadDump}.
 */
class ThreadDumpTests {

	private static final Path FILE = Path.of("threads.txt");

	private final ManualTaskLoop loop = new ManualTaskLoop();

	private final ControlPeer control = new ControlPeer();

	private final CompletableFuture<Boolean> outside = new CompletableFuture<>();

	private final List<Long> dumpedFromOutside = new ArrayList<>();

	private final List<Path> ends = new ArrayList<>();

	private final ThreadDump dump = new ThreadDump(this.loop, (pid, file) -> {
		this.dumpedFromOutside.add(pid);
		return this.outside;
	}, 4711, FILE, this.ends::add);

	@Test
	void workerThatCanWritesTheDumpItself() {
		this.dump.begin(this.control.channel());
		assertThat(this.control.heard()).containsExactly(new FromPrimary.DumpThreads("threads.txt"));
		this.dump.answered(new FromWorker.ThreadsDumped("threads.txt"));
		assertThat(this.ends).containsExactly(FILE);
		this.loop.advance(ThreadDump.INSIDE.multipliedBy(2));
		assertThat(this.dumpedFromOutside).isEmpty();
	}

	@Test
	void workerThatDoesNotAnswerIsDumpedFromOutside() {
		this.dump.begin(this.control.channel());
		this.loop.advance(ThreadDump.INSIDE.minusMillis(1));
		assertThat(this.dumpedFromOutside).isEmpty();
		this.loop.advance(ThreadDump.INSIDE);
		assertThat(this.dumpedFromOutside).containsExactly(4711L);
		this.outside.complete(true);
		this.loop.run();
		assertThat(this.ends).containsExactly(FILE);
	}

	@Test
	void workerWithoutAChannelIsDumpedFromOutsideAtOnce() {
		this.dump.begin(null);
		assertThat(this.dumpedFromOutside).containsExactly(4711L);
	}

	@Test
	void dumpThatIsPrintedHasNoFile() {
		this.dump.begin(null);
		this.outside.complete(false);
		this.loop.run();
		assertThat(this.ends).containsExactly((Path) null);
	}

	@Test
	void failureHasNoFile() {
		this.dump.begin(null);
		this.outside.completeExceptionally(new IllegalStateException());
		this.loop.run();
		assertThat(this.ends).containsExactly((Path) null);
	}

	@Test
	void attemptEndsInTimeAndOnce() {
		this.dump.begin(this.control.channel());
		this.loop.advance(ThreadDump.INSIDE.plus(ThreadDump.OUTSIDE));
		assertThat(this.ends).containsExactly((Path) null);
		this.dump.answered(new FromWorker.ThreadsDumped("threads.txt"));
		this.outside.complete(true);
		this.loop.run();
		assertThat(this.ends).hasSize(1);
	}

	@Test
	void answerToAnotherAttemptIsIgnored() {
		this.dump.begin(this.control.channel());
		this.dump.answered(new FromWorker.ThreadsDumped("other.txt"));
		assertThat(this.ends).isEmpty();
	}

}
