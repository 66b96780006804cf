// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.process.JavaInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmArguments} and {@link SlotFiles}.
 */
class JvmArgumentsTests {

	private static final String OPENS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";

	private static final String INITIAL = "-XX:InitialRAMPercentage=0.78125";

	@Test
	void workerGetsTheApplicationsOptionsAndThenItsOwn() {
		assertThat(forWorker(jar("-Da=1", "-XX:+UseZGC"), "-Da=2")).startsWith("-Da=1", "-XX:+UseZGC", "-Da=2");
	}

	@Test
	void workersShareHalfOfTheMemoryAndTheProcessors() {
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(4, 0, 8))).containsExactly(
				"-XX:MaxRAMPercentage=12.5", "-XX:InitialRAMPercentage=0.390625", "-XX:ActiveProcessorCount=2", EXIT,
				OPENS);
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(3, 0, 2)))
			.contains("-XX:ActiveProcessorCount=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx64m", "-XX:MaxHeapSize=64m", "-XX:MaxRAMPercentage=10", "-XX:MaxRAM=1g" })
	void heapTheUserChoseIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).containsExactly(option, INITIAL, "-XX:ActiveProcessorCount=4", EXIT, OPENS);
		assertThat(forWorker(jar(), option)).containsExactly(option, INITIAL, "-XX:ActiveProcessorCount=4", EXIT,
				OPENS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xms64m", "-XX:InitialHeapSize=64m", "-XX:InitialRAMPercentage=5" })
	void firstHeapTheUserChoseIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).startsWith(option).doesNotContain(INITIAL).hasSize(5);
	}

	@Test
	void spareNeedsMemoryAndNoProcessor() {
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(4, 1, 8))).containsExactly(
				"-XX:MaxRAMPercentage=10.0", "-XX:InitialRAMPercentage=0.3125", "-XX:ActiveProcessorCount=2", EXIT,
				OPENS);
	}

	@Test
	void processorsTheUserChoseAreLeftAlone() {
		assertThat(forWorker(jar("-XX:ActiveProcessorCount=3"))).containsExactly("-XX:ActiveProcessorCount=3",
				"-XX:MaxRAMPercentage=25.0", INITIAL, EXIT, OPENS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:-ExitOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError",
			"-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=kill -9 %p" })
	void whatTheUserWantsOfAnOutOfMemoryErrorIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).containsOnlyOnce(option).hasSize(5);
		assertThat(forWorker(jar(), option)).containsOnlyOnce(option).hasSize(5);
	}

	@Test
	void heapDumpGoesWithTheExit() {
		assertThat(forWorker(jar("-XX:+HeapDumpOnOutOfMemoryError"))).contains(EXIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,address=5005", "-Xrunjdwp:server=y", "-Xdebug",
			"-Dcom.sun.management.jmxremote", "-Dcom.sun.management.jmxremote.port=9010", "-XX:AOTCacheOutput=app.aot",
			"-XX:AOTMode=record", "-XX:AOTConfiguration=a", "-XX:ArchiveClassesAtExit=a.jsa",
			"-XX:+AutoCreateSharedArchive", "-Dspring.context.exit=onRefresh", "-Dcluster.worker.slot=3",
			"-Dboot-cluster.launch.number=3" })
	void optionOnlyOneJvmCanHaveIsNotCopied(String option) {
		assertThat(forWorker(jar(option))).doesNotContain(option).hasSize(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-javaagent:agent.jar", "-XX:AOTCache=app.aot", "-Dcluster.workers=2",
			"-Dcluster.worker.drain-timeout=5s", "-Dcluster.worker.env.A=b", "-Dspring.profiles.active=prod" })
	void otherOptionsAreCopied(String option) {
		assertThat(forWorker(jar(option))).startsWith(option);
	}

	@Test
	void limitOfSpringBootRunForTheCompilerIsNotCopied() {
		JavaInvocation run = new JavaInvocation(Path.of("java"), List.of("-XX:TieredStopAtLevel=1"), "target/classes",
				"Main", List.of());
		assertThat(forWorker(run)).doesNotContain("-XX:TieredStopAtLevel=1");
		assertThat(forWorker(jar("-XX:TieredStopAtLevel=1"))).startsWith("-XX:TieredStopAtLevel=1");
		assertThat(forWorker(run, "-XX:TieredStopAtLevel=1")).startsWith("-XX:TieredStopAtLevel=1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					-Xlog:gc*:file=/var/log/gc.log                   | -Xlog:gc*:file=/var/log/gc-worker-2.log
					-Xlog:gc*:file=gc.log:time:filecount=5           | -Xlog:gc*:file=gc-worker-2.log:time:filecount=5
					-Xlog:gc*:gc.log:time                            | -Xlog:gc*:gc-worker-2.log:time
					-Xloggc:gc                                       | -Xloggc:gc-worker-2
					-XX:HeapDumpPath=/dumps/heap.hprof               | -XX:HeapDumpPath=/dumps/heap-worker-2.hprof
					-XX:ErrorFile=/logs/hs_err_%p.log                | -XX:ErrorFile=/logs/hs_err_%p-worker-2.log
					-XX:StartFlightRecording=filename=a.jfr,dumponexit=true | -XX:StartFlightRecording=filename=a-worker-2.jfr,dumponexit=true
					-XX:StartFlightRecording:maxage=1h,filename=b.jfr | -XX:StartFlightRecording:maxage=1h,filename=b-worker-2.jfr
					-Xlog:gc*:stdout                                 | -Xlog:gc*:stdout
					-Xlog:disable                                    | -Xlog:disable
					-Dfile=a.log                                     | -Dfile=a.log
					""")
	void filesAreNamedPerSlot(String option, String inSlotTwo) {
		assertThat(JvmArguments.perSlot(option, 2)).isEqualTo(inSlotTwo);
	}

	@Test
	void directoryForHeapDumpsIsLeftAlone(@TempDir Path dumps) {
		String option = "-XX:HeapDumpPath=" + dumps;
		assertThat(JvmArguments.perSlot(option, 2)).isEqualTo(option);
	}

	@ParameterizedTest
	@CsvSource({ "gc.log, gc-worker-2.log", "gc, gc-worker-2", "/a.b/gc, /a.b/gc-worker-2",
			"/a/.hidden, /a/.hidden-worker-2", ".log, .log-worker-2", "a.b.log, a.b-worker-2.log" })
	void nameForPutsTheSlotBeforeTheExtension(String file, String name) {
		assertThat(SlotFiles.nameFor(file, 2)).isEqualTo(name);
	}

	private static List<String> forWorker(JavaInvocation application, String... added) {
		return JvmArguments.forWorker(application, List.of(added), 1, Share.of(2, 0, 8));
	}

	private static JavaInvocation jar(String... jvmArgs) {
		return new JavaInvocation(Path.of("java"), List.of(jvmArgs), null, "app.jar", List.of());
	}

}
