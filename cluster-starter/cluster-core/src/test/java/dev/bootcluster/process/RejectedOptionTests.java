// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RejectedOption}, with what this JVM really says.
 */
class RejectedOptionTests {

	@TempDir
	private Path temp;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-XX:NoSuchOption=1                              | NoSuchOption
			-Xnosuchoption                                  | -Xnosuchoption
			--nosuchoption                                  | --nosuchoption
			-Xmx12x                                         | -Xmx12x
			-Xmx900000g                                     | heap
			-XX:MaxRAMPercentage=200                        | MaxRAMPercentage
			-javaagent:/no/such/agent.jar                   | /no/such/agent.jar
			-agentlib:nosuchlibrary                         | nosuchlibrary
			-Xshare:on -XX:SharedArchiveFile=/no/such.jsa   | shared archive
			""")
	void jvmNamesTheOptionThatItRejects(String options, String words) throws Exception {
		assertThat(RejectedOption.find(start(options.split(" ")))).contains(words);
	}

	@Test
	void agentOrDebuggerWhosePortIsTakenIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			int port = taken.getLocalPort();
			assertThat(
					RejectedOption.find(start("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=" + port)))
				.contains("-agentlib:jdwp failed: ");
			assertThat(RejectedOption.find(start("-Dcom.sun.management.jmxremote.port=" + port,
					"-Dcom.sun.management.jmxremote.authenticate=false", "-Dcom.sun.management.jmxremote.ssl=false")))
				.contains("agent");
		}
	}

	@Test
	void javaAgentThatFailsIsNamedByItsClassAndCause() {
		assertThat(RejectedOption.find(List.of("java.lang.reflect.InvocationTargetException",
				"\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)",
				"Caused by: java.net.BindException: Address already in use",
				"\tat java.base/sun.nio.ch.Net.bind0(Native Method)",
				"\tat io.prometheus.jmx.JavaAgent.premain(JavaAgent.java:52)", "\t... 6 more",
				"*** java.lang.instrument ASSERTION FAILED ***: \"result\" with message agent load/premain call failed",
				"FATAL ERROR in native method: processing of -javaagent failed, processJavaStart failed",
				"\tat sun.instrument.InstrumentationImpl.loadClassAndCallPremain(InstrumentationImpl.java:491)")))
			.isEqualTo(
					"-javaagent (io.prometheus.jmx.JavaAgent) failed: java.net.BindException: Address already in use");
	}

	@Test
	void applicationThatFailsIsNoRejectedOption() {
		assertThat(RejectedOption.find(List.of("APPLICATION FAILED TO START", "Caused by: java.lang.Error"))).isNull();
		assertThat(RejectedOption.find(List.of())).isNull();
	}

	private List<String> start(String... options) throws IOException, InterruptedException {
		List<String> command = Stream
			.of(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), Stream.of(options),
					Stream.of("-cp", System.getProperty("java.class.path").split(File.pathSeparator)[0], "NoSuchClass"))
			.flatMap((words) -> words)
			.toList();
		JvmRun run = JvmRun.of(command, Map.of(), this.temp, this.temp.resolve("log"), Duration.ofMinutes(1));
		assertThat(run.succeeded()).as(run.output().toString()).isFalse();
		return run.output();
	}

}
