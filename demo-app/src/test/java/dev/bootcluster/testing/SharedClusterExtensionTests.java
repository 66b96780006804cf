/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
