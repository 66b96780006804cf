// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that Tomcat refuses before it has read them: clients see the end of the
 * connection after the answer, not that it is reset.
 */
class UnreadRequestTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 9_000, 70_000 })
	void connectionEndsAfterTheAnswer(int length) throws Exception {
		try (MovingStage stage = new MovingStage(this.directory)) {
			stage.worker(1);
			try (Socket client = new Socket(stage.handoff.address().getAddress(), stage.handoff.address().getPort())) {
				client.setSoTimeout(5000);
				client.getOutputStream()
					.write("GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("a".repeat(length))
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 400 ");
			}
		}
	}

}
