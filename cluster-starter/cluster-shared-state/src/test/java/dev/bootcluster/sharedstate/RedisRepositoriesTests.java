// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.List;

import dev.bootcluster.sharedstate.hashes.StoredNote;
import dev.bootcluster.test.Await;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisRepositories}.
 */
class RedisRepositoriesTests {

	/**
	 * Any class that is there stands for another store's.
	 */
	@ParameterizedTest
	@CsvSource({ "java.lang.String, false, false", "java.lang.String, true, true", "com.example.Missing, false, true",
			"com.example.Missing, true, true" })
	void besideAnotherStoreOnlyEntitiesForRedisMakeARepository(String store, boolean hash, boolean expected) {
		SpringApplication application = new SpringApplication(hash ? StoredNote.class : Await.class);
		application.setMainApplicationClass(Await.class);
		assertThat(RedisRepositories.mayExist(application, List.of(store))).isEqualTo(expected);
	}

}
