// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedClusterExtension}.
 */
class SharedClusterExtensionTests {

	private static final ClusterKey KEY = new ClusterKey(2, List.of());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			true  | STABLE    | {"state": "READY", "paused": false}, {"state": "READY", "paused": false}
			false | RELOADING | {"state": "READY", "paused": false}, {"state": "READY", "paused": false}
			false | STABLE    | {"state": "READY", "paused": false}, {"state": "EXITED", "paused": false}
			false | STABLE    | {"state": "READY", "paused": false}, {"state": "READY", "paused": true}
			false | STABLE    | {"state": "READY", "paused": false}
			false | STABLE    | {"state": "READY"}, {"state": "READY"}, {"state": "READY"}
			false | STABLE    | {"state": "READY"}, {"state": "READY"}, {"state": "STARTING"}
			""")
	void clusterIsIntactWhenItIsStableAndExactlyItsWorkersServe(boolean intact, String state, String workers) {
		String json = "{\"state\": \"%s\", \"workers\": [%s]}".formatted(state, workers);
		assertThat(SharedClusterExtension.Processes.has(KEY, new JsonMapper().readTree(json))).isEqualTo(intact);
	}

	@Test
	void annotationsWithEqualValuesWantTheSameCluster() {
		assertThat(key(First.class)).isEqualTo(key(Second.class)).isNotEqualTo(key(Third.class));
	}

	private static ClusterKey key(Class<?> test) {
		return ClusterKey.of(test.getAnnotation(SharedCluster.class));
	}

	@SharedCluster(workers = 2, args = { "--a=b", "--c=d" })
	private static final class First {

	}

	@SharedCluster(workers = 2, args = { "--a=b", "--c=d" })
	private static final class Second {

	}

	@SharedCluster(workers = 2, args = "--a=b")
	private static final class Third {

	}

}
