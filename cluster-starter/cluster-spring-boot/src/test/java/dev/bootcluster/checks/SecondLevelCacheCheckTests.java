// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecondLevelCacheCheck}, with classes that have the names and the
 * methods of Hibernate's.
 */
class SecondLevelCacheCheckTests {

	private static final String JCACHE = "org.hibernate.cache.jcache.internal.JCacheRegionFactory";

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	@ParameterizedTest
	@CsvSource({ JCACHE + ", org.ehcache.jsr107.Eh107CacheManager, app.Pet, true",
			JCACHE + ", com.github.benmanes.caffeine.jcache.CacheManagerImpl, app.Pet app.Owner, true",
			JCACHE + ", org.ehcache.jsr107.Eh107CacheManager, '', false",
			JCACHE + ", com.hazelcast.cache.impl.HazelcastServerCacheManager, app.Pet, false",
			"org.hibernate.cache.internal.NoCachingRegionFactory, org.ehcache.jsr107.Eh107CacheManager, app.Pet, false",
			"org.infinispan.hibernate.cache.v62.InfinispanRegionFactory, org.ehcache.jsr107.Eh107CacheManager, app.Pet, false" })
	void entitiesInEachWorkersMemoryAreFound(String regionFactory, String cacheManager, String regions, boolean found) {
		Object manager = object(cacheManager, Map.of());
		Object factory = object(regionFactory, Map.of("getCacheManager", manager));
		Object cache = object("org.hibernate.cache.internal.EnabledCaching", Map.of("getRegionFactory", factory,
				"getCacheRegionNames", regions.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(regions.split(" ")))));
		Object entities = object("jakarta.persistence.EntityManagerFactory", Map.of("getCache", cache));
		this.beans.setBeanClassLoader(entities.getClass().getClassLoader());
		this.beans.registerSingleton("entityManagerFactory", entities);
		CheckedApplication application = new CheckedApplication(this.beans, new MockEnvironment(), 2, 1);
		assertThat(new SecondLevelCacheCheck().find(application)).hasSize(found ? 1 : 0);
	}

	private static Object object(String className, Map<String, Object> results) {
		DynamicType.Builder<Object> type = new ByteBuddy().subclass(Object.class).name(className);
		for (Map.Entry<String, Object> result : results.entrySet()) {
			type = type.defineMethod(result.getKey(), Object.class, Visibility.PUBLIC)
				.intercept(InvocationHandlerAdapter.of((proxy, method, args) -> result.getValue()));
		}
		try {
			return type.make()
				.load(SecondLevelCacheCheckTests.class.getClassLoader())
				.getLoaded()
				.getDeclaredConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
