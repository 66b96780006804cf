// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceVariables} and {@link JvmVariables}.
 */
class ServiceVariablesTests {

	private static final long PID = 42;

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			/run/systemd/notify , /run/systemd/notify
			@/org/notify        , @/org/notify
			@                   , -
			/                   , -
			relative            , -
			vsock:2:1           , -
			''                  , -
			""")
	void placeToReportIsAPathOrAnAbstractName(String value, String expected) {
		assertThat(of("NOTIFY_SOCKET", value).notifySocket()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			30000000 , -  , 30000
			30000000 , 42 , 30000
			30000000 , 43 , 0
			-        , 42 , 0
			soon     , 42 , 0
			-1       , 42 , 0
			30000000 , me , 0
			""")
	void watchdogExpectsSignsOfLifeOfTheProcessItNames(String micros, String pid, long millis) {
		assertThat(of("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid).watchdog()).isEqualTo(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			1    , 42 , 3
			3    , 42 , 3 4 5
			1    , 43 , -
			1    , -  , -
			0    , 42 , -
			-    , 42 , -
			many , 42 , -
			""")
	void socketsBelongToTheProcessThatIsNamed(String count, String pid, String descriptors) {
		List<Integer> expected = (descriptors == null) ? List.of()
				: Stream.of(descriptors.split(" ")).map(Integer::valueOf).toList();
		assertThat(of("LISTEN_FDS", count, "LISTEN_PID", pid).sockets()).isEqualTo(expected);
	}

	@Test
	void withoutAServiceManagerThereIsNothing() {
		assertThat(ServiceVariables.of(Map.of("PATH", "/bin"), PID))
			.isEqualTo(new ServiceVariables(null, Duration.ZERO, List.of()));
	}

	@Test
	void childrenInheritNothingThatIsMeantForTheirParent() {
		Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Xmx1g"));
		ServiceVariables.NAMES.forEach((name) -> environment.put(name, "1"));
		JvmVariables.apply(Map.of("LISTEN_FDNAMES", "chosen"), environment);
		assertThat(environment).containsOnly(Map.entry("PATH", "/bin"), Map.entry("LISTEN_FDNAMES", "chosen"));
	}

	private static ServiceVariables of(String... namesAndValues) {
		Map<String, String> environment = new HashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			if (namesAndValues[i + 1] != null) {
				environment.put(namesAndValues[i], namesAndValues[i + 1]);
			}
		}
		return ServiceVariables.of(environment, PID);
	}

}
