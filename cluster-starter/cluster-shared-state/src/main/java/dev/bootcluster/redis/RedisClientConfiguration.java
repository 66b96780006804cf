// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes Lettuce fail fast and reconnect soon. Its customizers come first, so that the
 * application's own win.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ RedisClient.class, LettuceClientOptionsBuilderCustomizer.class })
public class RedisClientConfiguration {

	/**
	 * Lettuce's default is 30 seconds.
	 */
	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	/**
	 * Shortest time between two adaptive refreshes of a cluster's topology. The first
	 * sign of trouble with a node comes before another has taken over, and by default the
	 * next refresh is 30 seconds later.
	 */
	private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

	/**
	 * Boot 4.1 has taken it out of its properties' class.
	 */
	private static final String ADAPTIVE = "spring.data.redis.lettuce.cluster.refresh.adaptive";

	/**
	 * More commands than a worker has under way, and few enough not to fill the heap
	 * while a server hangs.
	 */
	private static final int QUEUE = 10_000;

	/**
	 * How long a peer may leave data unacknowledged before it counts as gone.
	 */
	private static final Duration VANISHED = Duration.ofSeconds(10);

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientResourcesBuilderCustomizer clusterRedisReconnects() {
		return (resources) -> resources
			.reconnectDelay(Delay.exponential(Duration.ofMillis(1), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS));
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientResourcesBuilderCustomizer clusterRedisFlushes() {
		return (resources) -> resources.nettyCustomizer(new ConsolidatedFlushes());
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	LettuceClientOptionsBuilderCustomizer clusterRedisClientOptions(DataRedisProperties properties,
			Environment environment) {
		Duration timeout = timeout(properties);
		boolean adaptive = environment.getProperty(ADAPTIVE, Boolean.class, false);
		return (options) -> {
			options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
				.requestQueueSize(QUEUE)
				.socketOptions(socketOptions(properties))
				.timeoutOptions(
						TimeoutOptions.builder().timeoutCommands().timeoutSource(new CommandTimeouts(timeout)).build());
			if (options instanceof ClusterClientOptions.Builder clusterOptions) {
				// Otherwise Lettuce keeps connecting to nodes that are gone for good.
				clusterOptions.nodeFilter((node) -> !node.is(NodeFlag.FAIL))
					.topologyRefreshOptions(topologyRefresh(properties.getLettuce().getCluster(), adaptive));
			}
		};
	}

	/**
	 * As in Boot, except for {@link #TOPOLOGY_PAUSE}.
	 */
	private static ClusterTopologyRefreshOptions topologyRefresh(DataRedisProperties.Lettuce.Cluster properties,
			boolean adaptive) {
		DataRedisProperties.Lettuce.Cluster.Refresh refresh = properties.getRefresh();
		ClusterTopologyRefreshOptions.Builder options = ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(refresh.isDynamicRefreshSources())
			.adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE);
		if (refresh.getPeriod() != null) {
			options.enablePeriodicRefresh(refresh.getPeriod());
		}
		if (adaptive) {
			options.enableAllAdaptiveRefreshTriggers();
		}
		return options.build();
	}

	private static Duration timeout(DataRedisProperties properties) {
		return (properties.getTimeout() != null) ? properties.getTimeout() : Duration.ofMinutes(1);
	}

	private static SocketOptions socketOptions(DataRedisProperties properties) {
		SocketOptions.Builder options = SocketOptions.builder()
			.keepAlive(KeepAliveOptions.builder()
				.enable()
				.idle(VANISHED.dividedBy(2))
				.interval(VANISHED.dividedBy(10))
				.count(5)
				.build());
		if (EpollProvider.isAvailable() || IOUringProvider.isAvailable()) {
			options.tcpUserTimeout(TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(VANISHED).build());
		}
		if (properties.getConnectTimeout() != null) {
			options.connectTimeout(properties.getConnectTimeout());
		}
		return options.build();
	}

	/**
	 * The configured timeout for every command, and less for session commands of a
	 * request that has already waited.
	 */
	private static final class CommandTimeouts extends TimeoutSource {

		private final Duration timeout;

		CommandTimeouts(Duration timeout) {
			this.timeout = timeout;
		}

		@Override
		public long getTimeout(RedisCommand<?, ?, ?> command) {
			return RequestBudget.limit(this.timeout).toNanos();
		}

		@Override
		public TimeUnit getTimeUnit() {
			return TimeUnit.NANOSECONDS;
		}

	}

	/**
	 * Sends commands of concurrent requests to Redis together: they share one connection,
	 * which otherwise makes a system call for each. No command waits for another.
	 */
	private static final class ConsolidatedFlushes implements NettyCustomizer {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.pipeline()
				.addFirst(new FlushConsolidationHandler(FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES,
						true));
		}

	}

}
