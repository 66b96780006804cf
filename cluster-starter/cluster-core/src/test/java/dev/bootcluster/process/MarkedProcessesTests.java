// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarkedProcesses}.
 */
class MarkedProcessesTests {

	private final MarkedProcesses marked = new MarkedProcesses();

	@Test
	void whatOutlivesAKilledProcessIsKilled() throws Exception {
		Process parent = start(this.marked, "sleep 600 & sleep 600 & echo $!; wait");
		try {
			ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
			parent.destroyForcibly().waitFor();
			Await.until("two orphans", () -> this.marked.find().size() == 2);
			assertThat(this.marked.find()).contains(child);
			this.marked.kill();
			Await.until("their end", () -> this.marked.find().isEmpty());
		}
		finally {
			this.marked.kill();
		}
	}

	@Test
	void othersAreLeftAlone() throws Exception {
		MarkedProcesses others = new MarkedProcesses();
		Process other = start(others, "echo; exec sleep 600");
		try {
			other.inputReader().readLine();
			assertThat(others.find()).containsExactly(other.toHandle());
			assertThat(this.marked.find()).isEmpty();
			this.marked.kill();
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			others.kill();
			other.waitFor();
		}
	}

	private static Process start(MarkedProcesses marked, String script) throws IOException {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
		marked.mark(builder.environment());
		return builder.start();
	}

}
