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

package dev.bootcluster.sharedstate;

import dev.bootcluster.redis.RedisClientConfiguration;
import dev.bootcluster.redis.RedisWatchConfiguration;
import dev.bootcluster.session.SessionGuardConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes clients of Redis give up early and come back soon, watches whether it serves, and
 * answers requests whose session cannot be had.
 */
@AutoConfiguration(after = { DataRedisAutoConfiguration.class, SessionAutoConfiguration.class })
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisProperties.class })
@Conditional(OnSharedState.class)
@Import({ RedisClientConfiguration.class, RedisWatchConfiguration.class, SessionGuardConfiguration.class })
public final class ClusterRedisAutoConfiguration {

}
