// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListeningPorts}.
 */
class ListeningPortsTests {

	private static final ListeningPorts PORTS = new ListeningPorts(Set.of(9404, 8778));

	@Test
	void portOfThisProcessIsFoundWhileItListens() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
			assertThat(ListeningPorts.own().numbers()).contains(port);
			assertThat(ListeningPorts.all().numbers()).contains(port);
		}
		assertThat(ListeningPorts.own().numbers()).doesNotContain(port);
	}

	@Test
	void onlyListenersCount() {
		Set<Integer> ports = new HashSet<>();
		for (String line : List.of(
				"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
				"   0: 0100007F:24BC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0 0 10 0",
				"   1: 0100007F:24BD 0100007F:8AAC 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 0 100 0 0 10 0",
				"   2: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 13 1 0 100 0 0 10 0",
				"   3: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0        0 14 1 0 100 0 0 10 0")) {
			ListeningPorts.add(line, Set.of("11", "12", "13")::contains, ports);
		}
		assertThat(ports).containsExactlyInAnyOrder(0x24BC, 8080);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-javaagent:jmx_prometheus_javaagent.jar=9404:config.yaml       | true
			-javaagent:/opt/agent.jar=0.0.0.0:9404:/etc/jmx/config.yaml    | true
			-javaagent:jolokia.jar=port=8778,host=localhost                | true
			-agentpath:/opt/libagent.so=port=8778                          | true
			-javaagent:agent.jar=9405:config.yaml                          | false
			-javaagent:agent.jar=19404                                     | false
			-javaagent:agent.jar=version=1.9404                            | false
			-javaagent:agent-9404.jar                                      | false
			-javaagent:agent.jar                                           | false
			""")
	void agentIsKnownByThePortInItsOptions(String option, boolean named) {
		assertThat(PORTS.areNamedIn(option)).isEqualTo(named);
		assertThat(JvmOption.sharable(List.of(option), PORTS)).hasSize(named ? 0 : 1);
	}

	@Test
	void numberInAnOptionThatIsNoAgentIsNoPort() {
		assertThat(JvmOption.sharable(List.of("-Dserver.port=9404", "-XX:Foo=9404"), PORTS)).hasSize(2);
	}

}
