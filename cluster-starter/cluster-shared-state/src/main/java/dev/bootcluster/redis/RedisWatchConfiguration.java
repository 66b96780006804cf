// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Watches whether Redis serves.
 */
@Configuration(proxyBeanMethods = false)
public class RedisWatchConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisWatch clusterRedisWatch() {
		return new RedisWatch();
	}

}
