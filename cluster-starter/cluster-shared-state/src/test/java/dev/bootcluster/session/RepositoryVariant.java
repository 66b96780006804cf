// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.List;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * A repository, its client and the kind of Redis it talks to.
 */
enum RepositoryVariant {

	SPRING, SPRING_ON_REDIS_CLUSTER, CLUSTER, CLUSTER_WITH_JEDIS, CLUSTER_ON_REDIS_CLUSTER,
	CLUSTER_WITH_JEDIS_ON_REDIS_CLUSTER;

	static final String NAMESPACE = "test:session";

	boolean isOnRedisCluster() {
		return name().endsWith("ON_REDIS_CLUSTER");
	}

	RedisConnectionFactory connect(int port) {
		RedisStandaloneConfiguration one = new RedisStandaloneConfiguration("127.0.0.1", port);
		RedisClusterConfiguration many = new RedisClusterConfiguration(List.of("127.0.0.1:" + port));
		if (name().contains("JEDIS")) {
			JedisConnectionFactory factory = isOnRedisCluster() ? new JedisConnectionFactory(many)
					: new JedisConnectionFactory(one);
			factory.afterPropertiesSet();
			factory.start();
			return factory;
		}
		LettuceConnectionFactory factory = isOnRedisCluster() ? new LettuceConnectionFactory(many)
				: new LettuceConnectionFactory(one);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	SessionRepository<Session> repository(RedisConnectionFactory connections, FlushMode flushMode, SaveMode saveMode) {
		return name().startsWith("SPRING") ? (SessionRepository) springs(connections, flushMode, saveMode)
				: (SessionRepository) ours(connections, flushMode, saveMode);
	}

	private static ClusterSessionRepository ours(RedisConnectionFactory connections, FlushMode flushMode,
			SaveMode saveMode) {
		ClusterSessionRepository repository = new ClusterSessionRepository(connections,
				new JdkSerializationRedisSerializer());
		repository.setRedisKeyNamespace(NAMESPACE);
		repository.setFlushMode(flushMode);
		repository.setSaveMode(saveMode);
		return repository;
	}

	private static RedisSessionRepository springs(RedisConnectionFactory connections, FlushMode flushMode,
			SaveMode saveMode) {
		RedisTemplate<String, Object> template = new RedisTemplate<>();
		template.setKeySerializer(RedisSerializer.string());
		template.setHashKeySerializer(RedisSerializer.string());
		template.setConnectionFactory(connections);
		template.afterPropertiesSet();
		RedisSessionRepository repository = new RedisSessionRepository(template);
		repository.setRedisKeyNamespace(NAMESPACE);
		repository.setFlushMode(flushMode);
		repository.setSaveMode(saveMode);
		return repository;
	}

}
