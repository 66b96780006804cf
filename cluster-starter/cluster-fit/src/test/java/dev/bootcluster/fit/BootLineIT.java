// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.testing.RedisCluster;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The same jars of ours serve an application on every Spring Boot, and let it go from one
 * to another.
 */
class BootLineIT {

	private static final FitApp ANY_SHOP = FitApp.ofFiles("shop")
		.dependency("org.springframework.boot:spring-boot-starter-webmvc");

	private static final FitApp SHOP = ANY_SHOP.withRedis();

	@Test
	void aReloadLeadsFromTheOldestToTheNewest() {
		assertReloadKeepsWhatWorkersShare(Boot.OLDEST, Boot.NEWEST);
	}

	@Tag("full")
	@ParameterizedTest
	@MethodSource
	void aReloadLeadsFromOnePatchToAnother(Boot from, Boot to) {
		assertReloadKeepsWhatWorkersShare(from, to);
	}

	/**
	 * Each once as the old and once as the new one, and the same again.
	 */
	static Stream<Arguments> aReloadLeadsFromOnePatchToAnother() {
		List<Boot> line = Boot.line().toList();
		return Stream.concat(Stream.of(arguments(Boot.NEWEST, Boot.OLDEST), arguments(Boot.NEWEST, Boot.NEWEST)),
				Stream.iterate(1, (i) -> i < line.size(), (i) -> i + 1)
					.map((i) -> arguments(line.get(i - 1), line.get(i))));
	}

	/**
	 * Boot's properties for it are not the same at both ends.
	 */
	@Tag("full")
	@ParameterizedTest
	@MethodSource("dev.bootcluster.fit.BootLineTests#ends")
	void workersShareARedisCluster(Boot boot, @TempDir Path directory) throws IOException {
		FitApp shop = ANY_SHOP.boot(boot).args("--cluster.shared-state=redis");
		try (RedisCluster redis = RedisCluster.start(directory);
				RunningApp running = shop.args("--spring.data.redis.cluster.nodes=" + redis.addresses()).cluster(2)) {
			Customer customer = new Customer(running);
			List.of("apple", "pear", "plum", "fig").forEach(customer::add);
			assertThat(priceEverywhere(running)).contains("apple");
		}
	}

	private static void assertReloadKeepsWhatWorkersShare(Boot from, Boot to) {
		try (RunningApp shop = SHOP.boot(from).cluster(2)) {
			assertWorkersRun(shop, from);
			Customer customer = new Customer(shop);
			List.of("apple", "pear", "plum").forEach(customer::add);
			String price = priceEverywhere(shop);
			Reload reload = shop.deploy(SHOP.boot(to)).reload();
			assertThat(reload.hasSucceeded()).as(reload.json().toString()).isTrue();
			assertWorkersRun(shop, to);
			List.of("cherry", "fig", "lime").forEach(customer::add);
			assertThat(priceEverywhere(shop)).isEqualTo(price);
			assertThat(shop.process().workers()).allSatisfy((worker) -> assertThat(worker.restarts()).isZero());
		}
	}

	private static void assertWorkersRun(RunningApp shop, Boot boot) {
		assertThat(texts(shop, "/version")).containsOnly(boot.version());
		assertThat(texts(shop, "/process")).containsOnly(
				shop.process().workers().stream().map((worker) -> Long.toString(worker.pid())).toArray(String[]::new));
	}

	private static String priceEverywhere(RunningApp shop) {
		List<String> prices = texts(shop, "/prices/apple");
		assertThat(prices).containsOnly(prices.get(0));
		return prices.get(0);
	}

	private static List<String> texts(RunningApp shop, String path) {
		return shop.everywhere(Request.get(path)).stream().map(Response::text).toList();
	}

}
