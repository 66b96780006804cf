// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmOption} and {@link JvmVariables}.
 */
class JvmOptionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-agentlib:jdwp=transport=dt_socket,address=5005 |
			-Xrunjdwp:server=y                              |
			-agentpath:/jdk/lib/libjdwp.so=address=5005     |
			-agentpath:libjdwp.so=address=5005              |
			-Xdebug                                         |
			-Dcom.sun.management.jmxremote.port=9010        |
			-Dcom.sun.management.jmxremote                  |
			-Dcom.sun.management=true                       |
			-Dcom.sun.management.config.file=a              |
			-XX:+ManagementServer                           |
			-Xshare:on                                      |
			-XX:AOTMode=on                                  |
			-XX:AOTMode=record                              |
			-XX:AOTMode=create                              |
			-XX:AOTConfiguration=a                          |
			-XX:AOTCacheOutput=app.aot                      |
			-XX:ArchiveClassesAtExit=a.jsa                  |
			-Dspring.context.exit=onRefresh                 |
			-Dcluster.worker.slot=3                         |
			-Dboot-cluster.launch.configuration=/tmp/a       |
			-Dboot-cluster.plan=/tmp/a                       |
			-Dcluster.workers=2                             | WORKER PLAN
			-Dcluster.worker.drain-timeout=5s               | WORKER PLAN
			-Dloader.main=a.B                               | WORKER PLAN
			-Dspring.profiles.active=prod                   | WORKER PLAN FORK
			-Da=two words                                   | WORKER PLAN FORK
			--add-opens=java.base/java.io=ALL-UNNAMED       | WORKER PLAN FORK
			--enable-preview                                | WORKER PLAN FORK
			--enable-native-access=ALL-UNNAMED              | WORKER PLAN FORK
			--illegal-native-access=deny                    | WORKER PLAN FORK
			--patch-module=java.base=a                      | WORKER PLAN FORK
			-ea:dev.bootcluster...                          | WORKER PLAN FORK
			-Xbootclasspath/a:/lib/a.jar                    | WORKER PLAN FORK
			-Xss4m                                          | WORKER PLAN FORK
			-XX:ActiveProcessorCount=2                      | WORKER FORK
			-Xmx4g                                          | WORKER
			-XX:+UseZGC                                     | WORKER
			-javaagent:/agent.jar                           | WORKER
			-Xlog:gc:file=gc.log                            | WORKER
			-XX:AOTCache=app.aot                            | WORKER
			-XX:AOTMode=off                                 | WORKER
			-XX:SharedArchiveFile=app.jsa                   | WORKER
			-Xshare:off                                     | WORKER
			-Xshare:auto                                    | WORKER
			-agentpath:/opt/libjdwpish/libagent.so          | WORKER
			-agentlib:hprof                                 | WORKER
			""")
	void optionGoesToWhomItIsFor(String option, String purposes) {
		String actual = Stream.of(JvmPurpose.values())
			.filter((purpose) -> JvmOption.forChild(List.of(option), purpose).contains(option))
			.map(Enum::name)
			.reduce((left, right) -> left + " " + right)
			.orElse(null);
		assertThat(actual).isEqualTo(purposes);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			17 | -Xmx1g                              | -
			21 | -Xmx1g                              | -
			22 | -Xmx1g                              | --enable-native-access=ALL-UNNAMED
			25 | -                                   | --enable-native-access=ALL-UNNAMED
			25 | --enable-native-access=ALL-UNNAMED  | -
			25 | --enable-native-access=a.b,c        | -
			25 | --illegal-native-access=deny        | -
			25 | --enable-preview                    | --enable-native-access=ALL-UNNAMED
			""")
	void nativeAccessIsAllowedUnlessOptionsSayWhoHasIt(int version, String option, String added) {
		List<String> options = new ArrayList<>(Stream.ofNullable(option).toList());
		JvmOption.allowNativeAccess(options, version);
		assertThat(options).isEqualTo(Stream.of(option, added).filter(Objects::nonNull).toList());
	}

	@Test
	void optionsKeepTheirOrder() {
		assertThat(JvmOption.forChild(List.of("-Da=1", "-Xdebug", "-Xmx1g", "-Da=2"), JvmPurpose.WORKER))
			.containsExactly("-Da=1", "-Xmx1g", "-Da=2");
	}

	@Test
	void optionsInVariablesAreNotInheritedAndThoseSetOnPurposeAre() {
		Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root", "JAVA_TOOL_OPTIONS", "-Da=1",
				"JDK_JAVA_OPTIONS", "-Da=1", "_JAVA_OPTIONS", "-Xmx8g"));
		JvmVariables.apply(Map.of("JAVA_TOOL_OPTIONS", "-Da=2"), environment);
		assertThat(environment).containsOnly(Map.entry("HOME", "/root"), Map.entry("JAVA_TOOL_OPTIONS", "-Da=2"));
	}

	@ParameterizedTest
	@CsvSource({ "+UseSerialGC, -XX:+UseSerialGC", "-UsePerfData, -XX:-UsePerfData",
			"CICompilerCount=3, -XX:CICompilerCount=3", "HeapDumpPath=/a b/c, -XX:HeapDumpPath=/a b/c",
			"-XX:Flags=a, -XX:Flags=a", "-Da, -Da", "-Da=b, -Da=b", "-Xint, -Xint", "-ea, -ea", "-server, -server",
			"--add-opens=a/b=c, --add-opens=a/b=c", "-javaagent:a.jar=b, -javaagent:a.jar=b" })
	void flagsOfAFileAreWrittenAsOnACommandLine(String listed, String written) {
		assertThat(JvmOption.written(List.of(listed))).containsExactly(written);
	}

	@Test
	void realJvmsFlagsOfAFileAreWrittenAsOnACommandLine(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("flags"), "+UseSerialGC\n-UsePerfData\nCICompilerCount=3\n");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:Flags=" + file, "-cp", System.getProperty("java.class.path"), Printing.class.getName())
			.redirectErrorStream(true)
			.start();
		assertThat(process.inputReader().lines()).contains("-XX:+UseSerialGC", "-XX:-UsePerfData",
				"-XX:CICompilerCount=3");
	}

	/**
	 * Prints the options of its JVM.
	 */
	static final class Printing {

		private Printing() {
		}

		public static void main(String[] args) {
			JvmOption.current().forEach(System.out::println);
		}

	}

}
