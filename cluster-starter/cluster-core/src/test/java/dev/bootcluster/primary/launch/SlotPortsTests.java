// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;
import java.util.Set;

import dev.bootcluster.process.ListeningPorts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotPorts}: slot 1 of two.
 */
class SlotPortsTests {

	private static final List<String> WORDS = List.of("-Dcom.sun.management.jmxremote.port={slot+9000}",
			"-Dcom.sun.management.jmxremote.rmi.port={slot+9000}", "-javaagent:agent.jar=940{slot}", "-Da={slot}");

	private final SlotPorts ports = new SlotPorts(WorkerOptions.of(WORDS), 2);

	@Test
	void portsOfTheSlotAreUsedIfTheyAreFree() {
		assertThat(free()).containsExactlyElementsOf(inSlot(1));
		assertThat(free(9002, 9402, 80)).containsExactlyElementsOf(inSlot(1));
	}

	@Test
	void successorHasThePortsOfTheNextRoundAllTogether() {
		List<String> expected = List.of("-Xmx1g", "-Dcom.sun.management.jmxremote.port=9003",
				"-Dcom.sun.management.jmxremote.rmi.port=9003", "-javaagent:agent.jar=9403", "-Da=1");
		assertThat(free(9001, 9401)).isEqualTo(expected);
		assertThat(free(9401)).isEqualTo(expected);
		assertThat(free(9001, 9403)).contains("-javaagent:agent.jar=9405", "-Dcom.sun.management.jmxremote.port=9005");
	}

	@Test
	void workerWithoutAnyFreePortStartsWithoutThem() {
		assertThat(free(9001, 9003, 9005, 9007)).containsExactly("-Xmx1g", "-Da=1");
	}

	private List<String> free(Integer... taken) {
		return this.ports.free(inSlot(1), 1, new ListeningPorts(Set.of(taken)));
	}

	private static List<String> inSlot(int slot) {
		return List.of("-Xmx1g", WorkerOptions.inSlot(WORDS.get(0), slot), WorkerOptions.inSlot(WORDS.get(1), slot),
				WorkerOptions.inSlot(WORDS.get(2), slot), WorkerOptions.inSlot(WORDS.get(3), slot));
	}

}
