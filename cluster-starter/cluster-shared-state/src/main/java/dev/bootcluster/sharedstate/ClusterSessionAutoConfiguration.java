// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.session.SessionConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Keeps the sessions that workers share, replacing Spring Session's repository unless the
 * application has its own.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class,
		before = { SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class,
				WebMvcAutoConfiguration.class })
@ConditionalOnClass({ RedisSessionRepository.class, SessionDataRedisAutoConfiguration.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(RedisConnectionFactory.class)
@ConditionalOnMissingBean(SessionRepository.class)
@Conditional(OnSharedState.class)
@Import(SessionConfiguration.class)
public final class ClusterSessionAutoConfiguration {

}
