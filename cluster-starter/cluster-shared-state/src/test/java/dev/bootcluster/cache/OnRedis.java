// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Workers on a real Redis, emptied before each test.
 */
abstract class OnRedis {

	static TestRedis redis;

	final List<TestWorker> workers = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = new TestRedis();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@BeforeEach
	void clear() {
		redis.clear();
	}

	@AfterEach
	void close() {
		this.workers.forEach(TestWorker::close);
	}

}
