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
 * What Lettuce does not do by default: give up early and come back soon. First, so that
 * the application's own customizers win.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ RedisClient.class, LettuceClientOptionsBuilderCustomizer.class })
public class RedisClientConfiguration {

	/**
	 * Lettuce's default is half a minute.
	 */
	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	/**
	 * The first trouble with a node shows before another one has taken over. The look
	 * after that would come half a minute later by default.
	 */
	private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

	/**
	 * Boot 4.1 has taken it out of its properties' class.
	 */
	private static final String ADAPTIVE = "spring.data.redis.lettuce.cluster.refresh.adaptive";

	/**
	 * More than a worker has under way, and few enough to wait for a server that hangs
	 * without filling the heap.
	 */
	private static final int QUEUE = 10_000;

	/**
	 * How long a peer may leave what was sent to it unacknowledged: it is gone then, and
	 * without word.
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
				// Lettuce would connect to a node that is gone for good again and
				// again.
				clusterOptions.nodeFilter((node) -> !node.is(NodeFlag.FAIL))
					.topologyRefreshOptions(topologyRefresh(properties.getLettuce().getCluster(), adaptive));
			}
		};
	}

	/**
	 * As Boot has it, but for the pause between two looks at a topology that fails.
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
	 * Redis' timeout for all commands, and less for those of a session whose request has
	 * waited already.
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
	 * Lets commands of requests that run side by side go to Redis together: all of them
	 * share one connection, which otherwise makes a system call for each. None waits for
	 * others.
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
