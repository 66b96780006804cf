// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/**
 * A real Redis Cluster of three primaries, the least that can outvote a dead one, of
 * which the first has a replica.
 */
public final class RedisCluster implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int SLOTS = 16384;

	private final List<RedisServer> primaries;

	private final RedisServer replica;

	private RedisCluster(List<RedisServer> primaries, RedisServer replica) {
		this.primaries = primaries;
		this.replica = replica;
	}

	/**
	 * Start all nodes and wait until they agree.
	 * @param directory an empty directory
	 * @return the cluster
	 * @throws IOException if the directory cannot be used
	 */
	public static RedisCluster start(Path directory) throws IOException {
		List<RedisServer> primaries = List.of(node(directory, "a"), node(directory, "b"), node(directory, "c"));
		RedisCluster cluster = new RedisCluster(primaries, node(directory, "d"));
		try {
			cluster.form();
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
		return cluster;
	}

	private static RedisServer node(Path directory, String name) throws IOException {
		return RedisServer.node(Files.createDirectory(directory.resolve(name)), "--cluster-node-timeout", "1000");
	}

	private void form() {
		all().forEach(RedisServer::start);
		int share = SLOTS / this.primaries.size() + 1;
		for (int i = 0; i < this.primaries.size(); i++) {
			RedisServer node = this.primaries.get(i);
			int[] slots = IntStream.range(i * share, Math.min((i + 1) * share, SLOTS)).toArray();
			node.call((redis) -> redis.clusterAddSlots(slots));
			this.replica.call((redis) -> redis.clusterMeet("127.0.0.1", node.port()));
		}
		String first = first().call(RedisClusterCommands::clusterMyId);
		await("a cluster", () -> all().allMatch((node) -> state(node).contains("cluster_known_nodes:4")));
		this.replica.call((redis) -> redis.clusterReplicate(first));
		await("a replica", () -> first().call((redis) -> redis.info("replication")).contains("state=online"));
		await("agreement", () -> all().allMatch((node) -> state(node).contains("cluster_state:ok")
				&& node.call(RedisClusterCommands::clusterNodes).contains("slave " + first)));
	}

	private static String state(RedisServer node) {
		return node.call(RedisClusterCommands::clusterInfo);
	}

	private static void await(String description, Supplier<Boolean> condition) {
		Await.until(description, PATIENCE, () -> {
			try {
				return condition.get();
			}
			catch (RedisException ex) {
				return false;
			}
		});
	}

	/**
	 * The node that has a replica.
	 * @return the first primary
	 */
	public RedisServer first() {
		return this.primaries.get(0);
	}

	/**
	 * The replica of the first node.
	 * @return the replica
	 */
	public RedisServer replica() {
		return this.replica;
	}

	/**
	 * Where clients begin.
	 * @return the addresses as in {@code spring.data.redis.cluster.nodes}
	 */
	public String addresses() {
		return all().map((node) -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
	}

	private Stream<RedisServer> all() {
		return Stream.concat(this.primaries.stream(), Stream.of(this.replica));
	}

	@Override
	public void close() {
		all().forEach(RedisServer::close);
	}

}
