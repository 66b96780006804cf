// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.bootcluster.fork.ForkFailedException.Reason;
import dev.bootcluster.test.Await;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of real forks as processes.
 */
class ForkProcessTests {

	@TempDir
	Path directory;

	private final ForkPool pool = new ForkPool(new ForkProperties(), null);

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void environmentAndDirectoryAreThoseOfTheOptions() {
		ForkOptions options = ForkOptions.builder()
			.withoutInheritedEnvironment()
			.environment("GREETING", "hello")
			.directory(this.directory)
			.build();
		assertThat(this.pool.submit((fork) -> System.getenv("GREETING") + System.getenv("PATH"), options).join())
			.isEqualTo("hellonull");
		assertThat(this.pool.submit((fork) -> new File("").getAbsolutePath(), options).join())
			.isEqualTo(this.directory.toString());
	}

	@Test
	void jvmOptionsAreThoseOfTheOptions() {
		ForkOptions options = ForkOptions.builder().jvmArgs("-Xmx100m", "-XX:+UseParallelGC").build();
		assertThat(this.pool.submit((fork) -> Runtime.getRuntime().maxMemory() >> 20, options).join()).isBetween(80L,
				100L);
		assertThat(this.pool.submit((fork) -> Runtime.getRuntime().maxMemory() >> 20).join()).isBetween(200L, 256L);
	}

	@Test
	void forkThatCannotStartSaysWhy() {
		assertThat(Outcomes
			.failure(this.pool.submit((fork) -> 1, ForkOptions.builder().jvmArgs("-XX:NoSuchOption").build())))
			.returns(Reason.NOT_STARTED, ForkFailedException::getReason)
			.hasMessageContaining("exit code 1")
			.extracting(ForkFailedException::getLastLines)
			.asString()
			.contains("NoSuchOption");
		ForkOptions nowhere = ForkOptions.builder().directory(this.directory.resolve("nowhere")).build();
		assertThat(Outcomes.failure(this.pool.submit((fork) -> 1, nowhere)))
			.returns(Reason.NOT_STARTED, ForkFailedException::getReason)
			.hasMessageContaining("nowhere");
	}

	@Test
	void standardStreamsAreFilesIfTheOptionsSaySo() throws IOException {
		Path in = Files.writeString(this.directory.resolve("in"), "from a file");
		Path out = this.directory.resolve("out");
		Path err = this.directory.resolve("err");
		ForkOptions options = ForkOptions.builder()
			.input(in)
			.output(Redirect.to(out.toFile()))
			.error(Redirect.appendTo(err.toFile()))
			.build();
		this.pool.submit((fork) -> {
			System.out.print(new String(System.in.readAllBytes()));
			System.err.print("an error");
			return 0;
		}, options).join();
		assertThat(out).hasContent("from a file");
		assertThat(err).hasContent("an error");
	}

	@Test
	void standardOutputIsThatOfThisProcessAndTheInputIsEmpty() {
		PrintStream original = System.out;
		ByteArrayOutputStream captured = new ByteArrayOutputStream();
		System.setOut(new PrintStream(captured, true));
		try {
			int first = this.pool.submit((fork) -> {
				System.out.print("printed in a fork");
				return System.in.read();
			}, ForkOptions.builder().fresh().build()).join();
			assertThat(first).isEqualTo(-1);
			Await.until("the line", () -> captured.toString().contains("printed in a fork"));
		}
		finally {
			System.setOut(original);
		}
	}

	@Test
	void forkLogsFromLevelInfoOn() throws IOException {
		Path out = this.directory.resolve("out");
		ForkOptions options = ForkOptions.builder().output(Redirect.to(out.toFile())).build();
		this.pool.submit((fork) -> {
			LogFactory.getLog("task").debug("too much");
			LogFactory.getLog("task").info("just right");
			return 0;
		}, options).join();
		assertThat(out).content().contains("INFO --- [fork] [main] task : just right").doesNotContain("too much");
	}

	@Test
	void detachedProcessRunsByItself() throws IOException {
		Path out = this.directory.resolve("out");
		ForkOptions options = ForkOptions.builder().output(Redirect.to(out.toFile())).build();
		ProcessHandle process = this.pool.detach((fork) -> {
			System.out.println("by itself");
			return 0;
		}, options).join();
		assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(out).hasContent("by itself");
	}

	@Test
	void deathOfTheOwnerEndsItsForksButDetachedOnes() throws IOException {
		Path release = this.directory.resolve("release");
		Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), "-Djava.io.tmpdir=" + this.directory, ForkOwner.class.getName(),
				release.toString())
			.redirectError(Redirect.INHERIT)
			.start();
		try (BufferedReader output = owner.inputReader()) {
			String[] pids = output.readLine().split(" ");
			owner.destroyForcibly();
			Await.until("the end of the fork", () -> !Outcomes.isAlive(Long.parseLong(pids[0])));
			long detached = Long.parseLong(pids[1]);
			assertThat(Outcomes.isAlive(detached)).isTrue();
			Files.createFile(release);
			Await.until("the end of the detached process", () -> !Outcomes.isAlive(detached));
			try (Stream<Path> left = Files.list(this.directory)) {
				assertThat(left).as("what the owner left").containsExactly(release);
			}
		}
		finally {
			owner.destroyForcibly();
		}
	}

	@Test
	void closedPoolLeavesNoFork() {
		ForkPool closed = new ForkPool(new ForkProperties(), this.directory);
		long idle = closed.submit((fork) -> Outcomes.pid()).join();
		List<Object> messages = new CopyOnWriteArrayList<>();
		CompletableFuture<?> task = closed.submit(new Endless(),
				ForkOptions.builder().fresh().onMessage(messages::add).build());
		Await.until("the pid", () -> !messages.isEmpty());
		closed.close();
		assertThat(Outcomes.failure(task).getReason()).isEqualTo(Reason.CLOSED);
		assertThat(Outcomes.isAlive(idle)).isFalse();
		assertThat(Outcomes.isAlive((Long) messages.get(0))).isFalse();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void directoryThatIsTooLongForASocketSaysSo() throws IOException {
		Path deep = Files.createDirectories(this.directory.resolve("x".repeat(100)));
		try (ForkPool failing = new ForkPool(new ForkProperties(), deep)) {
			assertThat(Outcomes.failure(failing.submit((fork) -> 1)))
				.returns(Reason.NOT_STARTED, ForkFailedException::getReason)
				.hasMessageContaining("cluster.directory");
		}
	}

}
