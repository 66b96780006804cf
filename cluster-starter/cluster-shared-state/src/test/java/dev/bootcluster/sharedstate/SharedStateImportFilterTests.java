// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SharedStateImportFilter}. They refer to the classes, not to their
 * names, so that a rename does not go unnoticed.
 */
class SharedStateImportFilterTests {

	private static final String[] CLASSES = { SessionDataRedisAutoConfiguration.class.getName(),
			DataRedisAutoConfiguration.class.getName(), DataRedisReactiveAutoConfiguration.class.getName(),
			DataRedisRepositoriesAutoConfiguration.class.getName(), CacheAutoConfiguration.class.getName(), null };

	private final MockEnvironment environment = new MockEnvironment();

	@AfterEach
	void clear() {
		System.clearProperty(WorkerLaunch.SLOT);
	}

	@Test
	void standaloneApplicationIsAsIfThereWereNoRedis() {
		assertThat(match()).containsExactly(false, false, false, false, true, true);
	}

	@Test
	void standaloneApplicationWithARedisKeepsItButNotTheSessions() {
		this.environment.setProperty("spring.data.redis.host", "redis");
		assertThat(match()).containsExactly(false, true, true, true, true, true);
	}

	@Test
	void standaloneApplicationCanShareWhenItSaysSo() {
		this.environment.setProperty("cluster.shared-state", "redis");
		assertThat(match()).containsOnly(true);
	}

	@Test
	void workerShares() {
		System.setProperty(WorkerLaunch.SLOT, "1");
		assertThat(match()).containsOnly(true);
	}

	@Test
	void workerThatIsNotToShareIsAsIfThereWereNoRedis() {
		System.setProperty(WorkerLaunch.SLOT, "1");
		this.environment.setProperty("cluster.shared-state", "none");
		assertThat(match()).containsExactly(false, false, false, false, true, true);
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration, true",
			"com.example.MongoSessionAutoConfiguration, true",
			"io.jmix.autoconfigure.sessions.JmixHazelcastSessionsAutoConfiguration, true",
			"com.example.MongoReactiveSessionAutoConfiguration, false",
			"org.springframework.boot.session.autoconfigure.SessionAutoConfiguration, false",
			"org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration, false" })
	void storeThatTheApplicationBringsKeepsTheSessions(String other, boolean elsewhere) {
		System.setProperty(WorkerLaunch.SLOT, "1");
		assertThat(match(other, ClusterSessionAutoConfiguration.class.getName(),
				SessionDataRedisAutoConfiguration.class.getName(), DataRedisAutoConfiguration.class.getName()))
			.containsExactly(true, !elsewhere, !elsewhere, true);
	}

	@Test
	void storeIsThatOfBoot() {
		assertThat(JdbcSessionAutoConfiguration.class.getName())
			.isEqualTo("org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration");
	}

	private boolean[] match() {
		return match(CLASSES);
	}

	private boolean[] match(String... classes) {
		SharedStateImportFilter filter = new SharedStateImportFilter();
		filter.setEnvironment(this.environment);
		return filter.match(classes, mock(AutoConfigurationMetadata.class));
	}

}
