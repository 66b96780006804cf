// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

/**
 * Keeps the expiry of applications that configure Caffeine, unless they say where their
 * caches are or how long Redis keeps values.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ Caffeine.class, CaffeineCacheManager.class })
@ConditionalOnMissingBean(RedisCacheConfiguration.class)
@ConditionalOnProperty(name = { "spring.cache.type", "spring.cache.redis.time-to-live" }, havingValue = "none set",
		matchIfMissing = true)
class CaffeineExpiryConfiguration {

	@Bean
	CaffeineExpiry clusterCaffeineExpiry(ListableBeanFactory beans, Environment environment) {
		return new CaffeineExpiry(beans, environment);
	}

}
