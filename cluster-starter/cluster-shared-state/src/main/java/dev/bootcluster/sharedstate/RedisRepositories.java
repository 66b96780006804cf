// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.util.ClassUtils;

/**
 * Whether an application may have repositories in Redis. Spring Data that finds a second
 * store asks of each repository which of them it means, so Redis must not become one only
 * because we bring its client.
 *
 * @see <a href=
 * "https://docs.spring.io/spring-data/commons/reference/repositories/definition.html">Using
 * Repositories with Multiple Spring Data Modules</a>
 */
final class RedisRepositories {

	private static final String CLIENT = "org.springframework.data.redis.core.RedisHash";

	private static final List<String> OTHER_STORES = List.of("org.springframework.data.jpa.repository.JpaRepository",
			"org.springframework.data.jdbc.repository.config.EnableJdbcRepositories",
			"org.springframework.data.mongodb.repository.MongoRepository",
			"org.springframework.data.elasticsearch.repository.ElasticsearchRepository",
			"org.springframework.data.cassandra.repository.CassandraRepository",
			"org.springframework.data.neo4j.repository.Neo4jRepository",
			"org.springframework.data.couchbase.repository.CouchbaseRepository");

	private RedisRepositories() {
	}

	static boolean mayExist(SpringApplication application) {
		return mayExist(application, OTHER_STORES);
	}

	/**
	 * With another store beside it, a repository in Redis needs a class with
	 * {@link RedisHash}.
	 */
	static boolean mayExist(SpringApplication application, Collection<String> otherStores) {
		return otherStores.stream().noneMatch((store) -> ClassUtils.isPresent(store, application.getClassLoader()))
				|| !ClassUtils.isPresent(CLIENT, application.getClassLoader()) || hasHash(application);
	}

	private static boolean hasHash(SpringApplication application) {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(RedisHash.class));
		return packages(application).stream().anyMatch((name) -> !scanner.findCandidateComponents(name).isEmpty());
	}

	private static Set<String> packages(SpringApplication application) {
		return Stream
			.concat(application.getAllSources().stream(), Stream.ofNullable(application.getMainApplicationClass()))
			.filter(Class.class::isInstance)
			.map((source) -> ((Class<?>) source).getPackageName())
			.collect(Collectors.toSet());
	}

}
