// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Connection}: every way in which a primary may not answer.
 */
class ConnectionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	@Test
	void directoryWithoutASocketHasNoCluster() {
		fails(ExitCode.NOTHING_RUNS, "No cluster runs in", PATIENCE);
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> Connection.open(this.directory.resolve("missing"), PATIENCE))
			.matches((ex) -> ex.exitCode() == ExitCode.NOTHING_RUNS);
	}

	@Test
	void socketOfAKilledPrimaryHasNoCluster() {
		new FakePrimary(this.directory).close();
		fails(ExitCode.NOTHING_RUNS, "any more", PATIENCE);
	}

	@Test
	void primaryThatHangsIsGivenUp() {
		try (FakePrimary primary = new FakePrimary(this.directory).greets(new byte[0])) {
			fails(ExitCode.FAILED, "did not answer within", Duration.ofMillis(50));
		}
	}

	@Test
	void primaryThatHangsInTheMiddleOfAnAnswerIsGivenUp() {
		try (FakePrimary primary = new FakePrimary(this.directory).greets(new byte[] { 0, 0 })) {
			fails(ExitCode.FAILED, "did not answer within", Duration.ofMillis(50));
		}
	}

	@ParameterizedTest
	@MethodSource
	void whatIsNoPrimaryIsSaidSo(byte[] greeting) {
		try (FakePrimary primary = new FakePrimary(this.directory).greets(greeting)) {
			fails(ExitCode.FAILED, "does not speak as a primary does", PATIENCE);
		}
	}

	static Stream<byte[]> whatIsNoPrimaryIsSaidSo() {
		return Stream.of("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(), FakePrimary.frame("hello"),
				FakePrimary.frame(""), FakePrimary.frame("[]"), FakePrimary.frame("{\"type\":\"welcome\""),
				FakePrimary.frame("{\"type\":\"welcome\"}"), FakePrimary.frame("{\"type\":\"drain\",\"protocol\":5}"),
				ByteBuffer.allocate(4).putInt(-1).array());
	}

	@Test
	void primaryWithoutACommandLineIsSaidToBeOlder() {
		try (FakePrimary primary = new FakePrimary(this.directory).hangsUp()) {
			fails(ExitCode.FAILED, "is older than this command line", PATIENCE);
		}
	}

	@Test
	void primaryThatTurnsOperatorsAwaySaysWhy() {
		try (FakePrimary primary = new FakePrimary(this.directory).greets(FakePrimary.frame("""
				{"type":"answer","id":0,"refusal":"CONFLICT","text":"16 operators are connected"}"""))) {
			fails(ExitCode.FAILED, "16 operators are connected", PATIENCE);
		}
	}

	@Test
	void endDuringARequestIsSaidSo() {
		try (FakePrimary primary = new FakePrimary(this.directory);
				Connection connection = Connection.open(this.directory, PATIENCE)) {
			assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> connection.ask("info"))
				.withMessageContaining("broke")
				.matches((ex) -> ex.exitCode() == ExitCode.FAILED);
			assertThat(primary.requests()).containsExactly("{\"request\":\"info\"}");
		}
	}

	@Test
	void longAnswersAreRead() {
		String text = "ä".repeat(1_000_000);
		try (FakePrimary primary = new FakePrimary(this.directory).answers("info", "{\"text\":\"%s\"}".formatted(text));
				Connection connection = Connection.open(this.directory, PATIENCE)) {
			assertThat(connection.ask("info").text("text")).isEqualTo(text);
		}
	}

	@Test
	void clusterOfAnotherUserCannotBeReached() throws IOException {
		try (FakePrimary primary = new FakePrimary(this.directory)) {
			Path socket = this.directory.resolve("control.sock");
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
			assumeThat(Files.isWritable(socket)).as("root may do everything").isFalse();
			fails(ExitCode.FAILED, "Only the user who runs a cluster", PATIENCE);
		}
	}

	private void fails(int exitCode, String message, Duration patience) {
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> Connection.open(this.directory, patience))
			.withMessageContaining(message)
			.withMessageContaining(message.contains("operators") ? "" : this.directory.toString())
			.matches((ex) -> ex.exitCode() == exitCode, "exit code " + exitCode);
	}

}
