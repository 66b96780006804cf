// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What connections cost a worker that come from another and have no request yet.
 */
class IdleMigrationTests {

	@TempDir
	private Path directory;

	private MovingStage stage;

	@BeforeEach
	void open() throws IOException {
		this.stage = new MovingStage(this.directory);
	}

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	/**
	 * Thousands may come at once, and most of them ask nothing for long. What Tomcat
	 * keeps of a closed one for the next must have buffers again.
	 */
	@Test
	void idleConnectionGetsBuffersWithItsNextRequest() throws Exception {
		MovingStage.Member first = this.stage.worker(1);
		KeepAliveClient asking = this.stage.client();
		asking.get("/a");
		KeepAliveClient silent = this.stage.client();
		silent.get("/a");
		MovingStage.Member second = this.stage.worker(2);
		first.drainAll();
		Await.until("both", () -> second.protocol.endpoint().handedConnections().count() == 2);
		assertThat(bufferSizes(second)).containsOnly(0);
		assertThat(asking.get("/b").body()).isEqualTo("2 /b");
		assertThat(bufferSizes(second)).containsExactlyInAnyOrder(0, 8192);
		silent.close();
		Await.until("the end of one", () -> second.connections() == 1);
		KeepAliveClient other = this.stage.client();
		assertThat(other.get("/" + "c".repeat(5000)).body()).hasSize(5003);
	}

	private static Stream<Integer> bufferSizes(MovingStage.Member member) {
		return member.protocol.endpoint()
			.handedConnections()
			.map((connection) -> connection.getSocketBufferHandler().getReadBuffer().capacity());
	}

}
