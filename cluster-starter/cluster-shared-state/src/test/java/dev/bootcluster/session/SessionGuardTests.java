// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.time.Duration;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SessionGuard} with the sessions that it is usually for.
 */
class SessionGuardTests {

	private final RedisConnectionFactory connections = mock(RedisConnectionFactory.class);

	private final RedisHealth redis = new RedisWatch().of(this.connections,
			RedisUse.ofHashes("sessions", "requests get 503", "key"));

	private final ClusterSessionRepository guarded = (ClusterSessionRepository) new SessionGuardPostProcessor(
			() -> this.redis)
		.postProcessAfterInitialization(new ClusterSessionRepository(this.connections, RedisSerializer.java()),
				"sessions");

	/**
	 * The first save was when the response was committed; Redis has been in trouble since
	 * then.
	 */
	@Test
	void secondSaveThatHasNothingToWriteFailsNoRequest() {
		ClusterSession session = this.guarded.createSession();
		session.setAttribute("a", "b");
		session.change();
		session.changeSaved(session.change());
		this.redis.failed(new QueryTimeoutException("silent"), Duration.ofSeconds(1));
		assertThat(this.redis.isBlocked()).isTrue();
		this.guarded.save(session);
		session.setAttribute("a", "c");
		assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> this.guarded.save(session));
	}

	@Test
	void newSessionIsNotSaved() {
		ClusterSession session = this.guarded.createSession();
		this.redis.failed(new QueryTimeoutException("silent"), Duration.ofSeconds(1));
		assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> this.guarded.save(session));
	}

}
