// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DashboardAddress}.
 */
class DashboardAddressTests {

	@ParameterizedTest
	@CsvSource(nullValues = "unknown",
			textBlock = """
					'', http://localhost:9999/actuator/cluster/dashboard
					server.servlet.context-path=/shop, http://localhost:9999/shop/actuator/cluster/dashboard
					spring.mvc.servlet.path=/, http://localhost:9999/actuator/cluster/dashboard
					server.servlet.context-path=/shop spring.mvc.servlet.path=/app, http://localhost:9999/shop/app/actuator/cluster/dashboard
					server.ssl.bundle=web, https://localhost:9999/actuator/cluster/dashboard
					server.address=0.0.0.0, http://localhost:9999/actuator/cluster/dashboard
					server.address=192.0.2.7, http://192.0.2.7:9999/actuator/cluster/dashboard
					server.address=::1, http://[::1]:9999/actuator/cluster/dashboard
					management.endpoints.web.base-path=/, http://localhost:9999/cluster/dashboard
					management.endpoints.web.base-path=/ops management.endpoints.web.path-mapping.cluster=fleet, http://localhost:9999/ops/fleet/dashboard
					management.server.port=8081 server.servlet.context-path=/shop server.ssl.bundle=web, http://localhost:8081/actuator/cluster/dashboard
					management.server.port=8081 management.server.base-path=/manage management.server.ssl.bundle=web, https://localhost:8081/manage/actuator/cluster/dashboard
					management.server.port=0, unknown
					management.server.port=-1, unknown
					management.endpoints.web.exposure.include=health, unknown
					management.endpoints.web.exposure.include=, unknown
					management.endpoints.web.exposure.include=*, http://localhost:9999/actuator/cluster/dashboard
					management.endpoints.web.exposure.include[0]=cluster, http://localhost:9999/actuator/cluster/dashboard
					management.endpoints.web.exposure.exclude=cluster, unknown
					management.endpoints.web.exposure.exclude=*, unknown
					management.endpoints.web.exposure.exclude=env, http://localhost:9999/actuator/cluster/dashboard
					""")
	void addressIsThatOfTheProcessThatServesIt(String properties, String url) {
		MockEnvironment environment = new MockEnvironment();
		if (!properties.contains("exposure.include")) {
			// As the starter suggests.
			environment.setProperty("management.endpoints.web.exposure.include", "health,cluster");
		}
		for (String property : properties.split(" ")) {
			String[] parts = property.split("=", 2);
			if (parts.length == 2) {
				environment.setProperty(parts[0], parts[1]);
			}
		}
		DashboardAddress address = DashboardAddress.of(environment, ManagementPort.of(environment));
		assertThat((address != null) ? address.url(9999) : null).isEqualTo(url);
	}

}
