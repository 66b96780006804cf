// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Routes}.
 */
class RoutesTests {

	private static final List<String> SHARED = List.of("/actuator/loggers", "/actuator/refresh");

	private final Routes worker = new Routes("/actuator", "/actuator/cluster", SHARED, null);

	private final Routes primary = new Routes("/actuator", "/actuator/cluster", SHARED,
			List.of("/actuator/cluster", "/actuator/health", "/livez"));

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/cluster/2/heapdump, 2, /actuator/heapdump",
			"POST, /actuator/cluster/10/loggers/org.example%2EA, 10, /actuator/loggers/org.example%2EA",
			"DELETE, /actuator/cluster/1/caches/users, 1, /actuator/caches/users",
			"GET, /actuator/cluster/1/cluster/reload, 1, /actuator/cluster/reload",
			"HEAD, /actuator/cluster/1/missing, 1, /actuator/missing",
			"GET, /actuator/cluster/0/info, 0, /actuator/info" })
	void endpointOfASlotIsAskedThere(String method, String path, int slot, String there) {
		assertThat(this.worker.of(method, path, false)).isEqualTo(new Route.Slot(slot, there));
		assertThat(this.primary.of(method, path, false)).isEqualTo(new Route.Slot(slot, there));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator", "GET, /actuator/", "GET, /actuator/info", "GET, /actuator/loggers/org.example",
			"GET, /actuator/cluster", "GET, /actuator/cluster/2", "POST, /actuator/cluster/reload",
			"GET, /actuator/cluster/reload/info", "GET, /actuator/cluster/two/info", "GET, /actuator/cluster/-1/info",
			"GET, /actuator/cluster/2/", "GET, /actuator/cluster/2/../../hello", "GET, /actuator/cluster/2/%2e%2E/info",
			"GET, /actuator/cluster/2/./info", "GET, /actuator/cluster/9999999999/info", "POST, /actuator/loggersmore",
			"POST, /actuator/shutdown", "POST, /actuator/quartz/jobs/a/b" })
	void workerAnswersTheRestOfActuatorItself(String method, String path) {
		assertThat(this.worker.of(method, path, false)).isEqualTo(new Route.Here(true));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /hello", "POST, /hello/actuator/loggers", "GET, /actuators", "GET, /clusters/2/info", "GET, /" })
	void applicationIsNoneOfItsBusiness(String method, String path) {
		assertThat(this.worker.of(method, path, false)).isEqualTo(new Route.Here(false));
	}

	@ParameterizedTest
	@CsvSource({ "POST, /actuator/loggers/org.example", "POST, /actuator/refresh", "DELETE, /actuator/loggers",
			"PUT, /actuator/refresh" })
	void changesOfTheApplicationAreMadeInAllWorkers(String method, String path) {
		assertThat(this.worker.of(method, path, false)).isEqualTo(new Route.All());
		assertThat(this.primary.of(method, path, false)).isEqualTo(new Route.All());
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/cluster/2/heapdump", "POST, /actuator/loggers/org.example", "GET, /actuator/info" })
	void whatWasRelayedIsNotRelayedAgain(String method, String path) {
		assertThat(this.worker.of(method, path, true)).isEqualTo(new Route.Here(true));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /actuator/info, false", "POST, /actuator/shutdown, false", "OPTIONS, /actuator/metrics, false",
			"GET, /custom, false", "GET, /actuator/healthy, false", "GET, /actuator, true", "GET, /actuator/, true" })
	void primaryAsksWorkersForAllThatIsNotItsOwn(String method, String path, boolean orHere) {
		assertThat(this.primary.of(method, path, false)).isEqualTo(new Route.Any(orHere));
	}

	@ParameterizedTest
	@CsvSource({ "/actuator/cluster", "/actuator/cluster/2", "/actuator/health", "/actuator/health/readiness" })
	void primaryAnswersForTheCluster(String path) {
		assertThat(this.primary.of("GET", path, false)).isEqualTo(new Route.Here(true));
	}

	@Test
	void primaryAnswersProbesForTheCluster() {
		assertThat(this.primary.of("GET", "/livez", false)).isEqualTo(new Route.Here(false));
	}

	@Test
	void slotsAreNotThereWithoutTheClustersEndpoint() {
		Routes routes = new Routes("/actuator", null, SHARED, null);
		assertThat(routes.of("GET", "/actuator/cluster/2/info", false)).isEqualTo(new Route.Here(true));
		assertThat(routes.of("POST", "/actuator/refresh", false)).isEqualTo(new Route.All());
	}

	@Test
	void basePathMayBeTheRoot() {
		RelayPaths paths = new RelayPaths("/", Map.of("loggers", "levels"));
		assertThat(paths.loggers()).isEqualTo("/levels");
		Routes routes = new Routes(paths.base(), "/cluster", List.of(paths.loggers()), null);
		assertThat(routes.of("GET", "/cluster/2/info", false)).isEqualTo(new Route.Slot(2, "/info"));
		assertThat(routes.of("POST", "/levels/a", false)).isEqualTo(new Route.All());
	}

}
