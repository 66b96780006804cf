// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerOptions}.
 */
class WorkerOptionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-javaagent:*jmx*   | -javaagent:/opt/jmx_agent.jar=9404  | true
			-javaagent:*       | -javaagent:/opt/a.jar               | true
			*9404*             | -javaagent:/opt/a.jar=9404:a.yml    | true
			-Xmx*              | -Xmx1g                              | true
			-Xmx1g             | -Xmx1g                              | true
			-Xmx               | -Xmx1g                              | false
			-javaagent:*.jar   | -javaagent:/opt/a.jar=9404          | false
			-javaagent:*jmx*   | -javaagent:/opt/otel.jar            | false
			-XX:+UseZGC        | -XX:+UseZGC                         | true
			-XX:+UseZGC        | -XX:UseZGC                          | false
			-Da.b*             | -Daxb=1                             | false
			-Da=[x]*           | -Da=[x]y                            | true
			""")
	void patternDropsWhatItDescribes(String pattern, String option, boolean drops) {
		assertThat(WorkerOptions.of(List.of("!" + pattern)).drops(option)).isEqualTo(drops);
	}

	@ParameterizedTest
	@CsvSource({ "-Da={slot}, -Da=7", "-Da={slot}-{slot}, -Da=7-7", "address=*:{slot+5004}, address=*:5011",
			"-Da=500{slot}, -Da=5007", "-Da={slot+0}, -Da=7", "-Da={other}, -Da={other}", "-Da={slot+}, -Da={slot+}",
			"-Da=slot, -Da=slot" })
	void slotStandsWhereItIsNamed(String option, String inSlotSeven) {
		assertThat(WorkerOptions.inSlot(option, 7)).isEqualTo(inSlotSeven);
		assertThat(WorkerOptions.namesSlot(option)).isEqualTo(!option.equals(inSlotSeven));
	}

	@Test
	void onlyOptionsWithTheSlotInAPortListenInASlot() {
		WorkerOptions options = WorkerOptions.of(List.of("-agentlib:jdwp=server=y,address={slot+5004}", "-Da={slot}",
				"-Dcom.sun.management.jmxremote.port=901{slot}", "-Dcom.sun.management.jmxremote.ssl=false", "!-Xmx*"));
		assertThat(options.listening(1)).containsExactly("-agentlib:jdwp=server=y,address=5005",
				"-Dcom.sun.management.jmxremote.port=9011");
	}

}
