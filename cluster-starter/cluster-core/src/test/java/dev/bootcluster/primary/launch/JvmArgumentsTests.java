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
 * Tests for {@link JvmArguments}.
 */
class JvmArgumentsTests {

	private static final String OPENS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private static final String COMPILERS = "-XX:CICompilerCount=8";

	private static final String INVOCATIONS = "-XX:Tier4InvocationThreshold=20000";

	private static final String LOOPS = "-XX:Tier4CompileThreshold=60000";

	private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";

	private static final String INITIAL = "-XX:InitialRAMPercentage=0.78125";

	@Test
	void workerGetsTheApplicationsOptionsAndThenItsOwn() {
		assertThat(forWorker(jar("-Da=1", "-XX:+UseZGC"), "-Da=2")).startsWith("-Da=1", "-XX:+UseZGC", "-Da=2");
	}

	@Test
	void workersShareHalfOfTheMemoryAndTheProcessors() {
		assertThat(withoutNativeAccess(jar(), Share.of(4, 0, 8))).containsExactly("-XX:MaxRAMPercentage=12.5",
				"-XX:InitialRAMPercentage=0.390625", "-XX:ActiveProcessorCount=2", COMPILERS, INVOCATIONS, LOOPS, EXIT,
				OPENS);
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(3, 0, 2)))
			.contains("-XX:ActiveProcessorCount=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx64m", "-XX:MaxHeapSize=64m" })
	void heapTheUserChoseIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).containsExactly(option, INITIAL, "-XX:ActiveProcessorCount=4", COMPILERS,
				INVOCATIONS, LOOPS, EXIT, OPENS);
		assertThat(forWorker(jar(), option)).containsExactly(option, INITIAL, "-XX:ActiveProcessorCount=4", COMPILERS,
				INVOCATIONS, LOOPS, EXIT, OPENS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xms64m", "-XX:InitialHeapSize=64m" })
	void firstHeapTheUserChoseIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).startsWith(option).doesNotContain(INITIAL).hasSize(8);
	}

	@ParameterizedTest
	@CsvSource({ "-XX:MaxRAMPercentage=80, -XX:MaxRAMPercentage=20",
			"-XX:MaxRAMPercentage=50.0, -XX:MaxRAMPercentage=12.5", "-XX:MaxRAMFraction=1, -XX:MaxRAMFraction=4" })
	void shareOfTheMemoryMeansAllWorkersUnlessItIsSaidForOne(String option, String each) {
		Share share = Share.of(3, 1, 8);
		assertThat(JvmArguments.forWorker(jar(option), List.of(), 1, share)).startsWith(each)
			.noneMatch((other) -> other.startsWith("-XX:MaxRAM") && !other.equals(each));
		assertThat(JvmArguments.forWorker(jar(), List.of(option), 1, share)).startsWith(option)
			.noneMatch((other) -> other.startsWith("-XX:MaxRAM") && !other.equals(option));
	}

	@Test
	void memoryThatTheUserGrantsIsSharedAsTheMachinesIs() {
		assertThat(forWorker(jar("-XX:MaxRAM=1g"))).startsWith("-XX:MaxRAM=1g", "-XX:MaxRAMPercentage=25.0");
		assertThat(forWorker(jar("-XX:MinRAMPercentage=60"))).startsWith("-XX:MinRAMPercentage=30",
				"-XX:MaxRAMPercentage=25.0");
		assertThat(forWorker(jar("-XX:InitialRAMPercentage=6"))).startsWith("-XX:InitialRAMPercentage=3")
			.doesNotContain(INITIAL);
	}

	@Test
	void droppedOptionIsNotInheritedAndTheUsersOwnTakesItsPlace() {
		assertThat(forWorker(jar("-javaagent:/opt/jmx.jar=9404", "-javaagent:/opt/otel.jar", "-Da=1"),
				"!-javaagent:*jmx*", "-javaagent:/opt/jmx.jar={slot+9404}", "!-Da=*"))
			.startsWith("-javaagent:/opt/otel.jar", "-javaagent:/opt/jmx.jar=9405", "-XX:MaxRAMPercentage=25.0");
	}

	@Test
	void slotIsNamedWhereTheUserWantsIt() {
		assertThat(JvmArguments.forWorker(jar(),
				List.of("-Xlog:gc:file=gc-{slot}.log", "-Da={slot}", "-Xlog:gc:file=b.log"), 3, Share.of(4, 0, 8)))
			.startsWith("-Xlog:gc:file=gc-3.log", "-Da=3", "-Xlog:gc:file=b-worker-3.log");
	}

	@Test
	void spareNeedsMemoryAndNoProcessor() {
		assertThat(withoutNativeAccess(jar(), Share.of(4, 1, 8))).containsExactly("-XX:MaxRAMPercentage=10.0",
				"-XX:InitialRAMPercentage=0.3125", "-XX:ActiveProcessorCount=2", COMPILERS, INVOCATIONS, LOOPS, EXIT,
				OPENS);
	}

	@Test
	void processorsTheUserChoseAreLeftAlone() {
		assertThat(forWorker(jar("-XX:ActiveProcessorCount=3"))).containsExactly("-XX:ActiveProcessorCount=3",
				"-XX:MaxRAMPercentage=25.0", INITIAL, COMPILERS, INVOCATIONS, LOOPS, EXIT, OPENS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:CICompilerCount=4", "-XX:-CICompilerCountPerCPU", "-XX:+CICompilerCountPerCPU",
			"-XX:Tier4InvocationThreshold=1000", "-XX:CompileThresholdScaling=0.5", "-XX:ActiveProcessorCount=16",
			"-XX:ActiveProcessorCount=128" })
	void compilersThatTheUserChoseAreLeftAlone(String option) {
		assertThat(forWorker(jar(option))).contains(option).doesNotContain(COMPILERS, LOOPS);
		assertThat(forWorker(jar(), option)).contains(option).doesNotContain(COMPILERS, LOOPS);
	}

	@Test
	void jvmWithManyProcessorsChoosesMoreCompilersThanWeWould() {
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(2, 0, 30))).contains(COMPILERS);
		assertThat(JvmArguments.forWorker(jar(), List.of(), 1, Share.of(2, 0, 32))).doesNotContain(COMPILERS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:-ExitOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError",
			"-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=kill -9 %p" })
	void whatTheUserWantsOfAnOutOfMemoryErrorIsLeftAlone(String option) {
		assertThat(forWorker(jar(option))).containsOnlyOnce(option).hasSize(8);
		assertThat(forWorker(jar(), option)).containsOnlyOnce(option).hasSize(8);
	}

	@Test
	void heapDumpGoesWithTheExit() {
		assertThat(forWorker(jar("-XX:+HeapDumpOnOutOfMemoryError"))).contains(EXIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,address=5005", "-Xrunjdwp:server=y", "-Xdebug",
			"-Dcom.sun.management.jmxremote", "-Dcom.sun.management.jmxremote.port=9010", "-XX:AOTCacheOutput=app.aot",
			"-XX:AOTMode=record", "-XX:AOTConfiguration=a", "-Xshare:on", "-XX:ArchiveClassesAtExit=a.jsa",
			"-XX:+AutoCreateSharedArchive", "-Dspring.context.exit=onRefresh", "-Dcluster.worker.slot=3",
			"-Dboot-cluster.launch.number=3" })
	void optionOnlyOneJvmCanHaveIsNotCopied(String option) {
		assertThat(forWorker(jar(option))).doesNotContain(option).hasSize(8);
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
					-XX:LogFile=jvm.log                              | -XX:LogFile=jvm-worker-2.log
					-Xlog:gc*:stdout                                 | -Xlog:gc*:stdout
					-Xlog:gc:file=/dev/stdout                        | -Xlog:gc:file=/dev/stdout
					-Xlog:gc:/dev/stderr:time                        | -Xlog:gc:/dev/stderr:time
					-Xloggc:/proc/self/fd/1                          | -Xloggc:/proc/self/fd/1
					-XX:ErrorFile=/dev/null                          | -XX:ErrorFile=/dev/null
					-Xlog:gc:file=/dev/shm/gc.log                    | -Xlog:gc:file=/dev/shm/gc-worker-2.log
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

	private static List<String> forWorker(JavaInvocation application, String... added) {
		return withoutNativeAccess(application, Share.of(2, 0, 8), added);
	}

	/**
	 * That option depends on the JDK.
	 */
	private static List<String> withoutNativeAccess(JavaInvocation application, Share share, String... added) {
		return JvmArguments.forWorker(application, List.of(added), 1, share)
			.stream()
			.filter((option) -> !option.equals("--enable-native-access=ALL-UNNAMED"))
			.toList();
	}

	private static JavaInvocation jar(String... jvmArgs) {
		return new JavaInvocation(Path.of("java"), List.of(jvmArgs), null, "app.jar", List.of());
	}

}
