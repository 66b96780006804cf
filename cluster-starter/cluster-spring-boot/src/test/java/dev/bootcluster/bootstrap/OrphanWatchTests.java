// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.bootcluster.process.ManualTaskLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrphanWatch} and {@link Zombies}.
 */
class OrphanWatchTests {

	private final ManualTaskLoop loop = new ManualTaskLoop();

	private final List<String> warnings = new ArrayList<>();

	private Map<Long, String> zombies = Map.of();

	@Test
	void asksForAnInitProcessAtTheStart() {
		watch();
		assertThat(this.warnings).singleElement().asString().contains("process 1", "docker run --init", "tini");
	}

	@Test
	void namesProcessesThatStayAsZombiesAndSaysSoOnce() {
		watch();
		this.warnings.clear();
		this.zombies = Map.of(7L, "sh", 9L, "java");
		pass();
		assertThat(this.warnings).isEmpty();
		this.zombies = Map.of(9L, "java", 11L, "sleep");
		pass();
		assertThat(this.warnings).singleElement()
			.asString()
			.startsWith("1 ended processes stay as zombies: 9 (java). ")
			.contains("--init");
		pass();
		pass();
		assertThat(this.warnings).hasSize(1);
	}

	@Test
	void saysNothingOfChildrenThatThisProcessWaitsForAMomentLater() {
		watch();
		this.warnings.clear();
		for (long pid = 1; pid < 10; pid++) {
			this.zombies = Map.of(pid, "java");
			pass();
		}
		assertThat(this.warnings).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			42 (java) Z 1 42 42 0,              java
			42 (a b) c) Z 1 42 42 0,            a b) c
			42 () Z 1 42 42 0,                  ``
			42 (Z 1) Z 1 42 42 0,               Z 1
			42 (java) S 1 42 42 0,              -
			42 (java) Z 7 42 42 0,              -
			42 (Z 1) S 7 42 42 0,               -
			42,                                 -
			``,                                 -
			""")
	void readsTheStateOfAProcess(String stat, String name, @TempDir Path proc) throws IOException {
		Path process = Files.createDirectory(proc.resolve("42"));
		Files.createDirectory(proc.resolve("self"));
		Files.createDirectory(proc.resolve("43"));
		Files.writeString(process.resolve("stat"), stat + "\n", StandardCharsets.ISO_8859_1);
		assertThat(Zombies.of(proc, 1)).isEqualTo(name.equals("-") ? Map.of() : Map.of(42L, name));
	}

	@Test
	void findsARealZombie() throws Exception {
		// The child of a child that nobody waits for, until its parent ends. It ends when
		// the shell that would wait for it has become another program.
		Process parent = new ProcessBuilder("sh", "-c",
				"sh -c 'until grep -q tail /proc/$PPID/comm; do sleep 0.05; done' & echo $!; exec tail -f /dev/null")
			.start();
		try {
			long child = Long.parseLong(parent.inputReader().readLine());
			dev.bootcluster.test.Await.until("the zombie",
					() -> Zombies.of(Path.of("/proc"), parent.pid()).containsKey(child));
			assertThat(Zombies.of(Path.of("/proc"), ProcessHandle.current().pid())).doesNotContainKey(child);
		}
		finally {
			parent.destroyForcibly().waitFor();
		}
	}

	private void watch() {
		new OrphanWatch(this.loop, () -> this.zombies, this.warnings::add).start();
	}

	private void pass() {
		this.loop.advance(OrphanWatch.INTERVAL);
	}

}
