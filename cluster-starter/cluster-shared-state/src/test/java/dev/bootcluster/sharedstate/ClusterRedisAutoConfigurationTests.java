// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.redis.RedisWatch;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterRedisAutoConfiguration}, without a Redis: everything starts
 * anyway.
 */
class ClusterRedisAutoConfigurationTests {

	private final WebApplicationContextRunner context = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterRedisAutoConfiguration.class, DataRedisAutoConfiguration.class,
				SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class))
		.withPropertyValues("cluster.shared-state=redis", "spring.data.redis.lettuce.pool.enabled=false",
				"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1",
				"spring.data.redis.connect-timeout=700ms");

	@Test
	void clientGivesUpEarlyAndComesBackSoon() {
		this.context.run((context) -> {
			ClientOptions options = options(context.getBean(LettuceConnectionFactory.class));
			assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
			assertThat(options.isAutoReconnect()).isTrue();
			assertThat(options.getRequestQueueSize()).isEqualTo(10_000);
			SocketOptions socket = options.getSocketOptions();
			assertThat(socket.getConnectTimeout()).as("what the user says").isEqualTo(Duration.ofMillis(700));
			assertThat(socket.isKeepAlive()).isTrue();
			assertThat(context.getBean(ClientResources.class).reconnectDelay().createDelay(1000))
				.isLessThanOrEqualTo(Duration.ofSeconds(1));
		});
	}

	@Test
	void applicationsOwnClientOptionsWin() {
		this.context
			.withBean(LettuceClientOptionsBuilderCustomizer.class,
					() -> (options) -> options.disconnectedBehavior(DisconnectedBehavior.DEFAULT))
			.run((context) -> assertThat(
					options(context.getBean(LettuceConnectionFactory.class)).getDisconnectedBehavior())
				.isEqualTo(DisconnectedBehavior.DEFAULT));
	}

	@Test
	void commandsThatWaitGoToRedisTogether() {
		this.context.run((context) -> {
			EmbeddedChannel channel = new EmbeddedChannel();
			context.getBean(ClientResources.class).nettyCustomizer().afterChannelInitialized(channel);
			AtomicInteger flushes = new AtomicInteger();
			channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
				@Override
				public void flush(ChannelHandlerContext context) {
					flushes.incrementAndGet();
					context.flush();
				}
			});
			for (int command = 0; command < 10; command++) {
				channel.eventLoop().execute(() -> channel.writeAndFlush("command"));
			}
			channel.runPendingTasks();
			assertThat(channel.outboundMessages()).hasSize(10);
			assertThat(flushes).hasValue(1);
			channel.eventLoop().execute(() -> channel.writeAndFlush("one that is alone"));
			channel.runPendingTasks();
			assertThat(channel.outboundMessages()).hasSize(11);
			assertThat(flushes).hasValue(2);
		});
	}

	@Test
	void applicationsOwnCustomizerOfChannelsWins() {
		NettyCustomizer own = new NettyCustomizer() {
		};
		this.context
			.withBean(ClientResourcesBuilderCustomizer.class, () -> (resources) -> resources.nettyCustomizer(own))
			.run((context) -> assertThat(context.getBean(ClientResources.class).nettyCustomizer()).isSameAs(own));
	}

	@Test
	void clientOfARedisClusterLooksAtAFailingTopologyOften() {
		this.context
			.withPropertyValues("spring.data.redis.cluster.nodes=127.0.0.1:1",
					"spring.data.redis.lettuce.cluster.refresh.adaptive=true",
					"spring.data.redis.lettuce.cluster.refresh.period=17s",
					"spring.data.redis.lettuce.cluster.refresh.dynamic-refresh-sources=false")
			.run((context) -> {
				ClientOptions options = options(context.getBean(LettuceConnectionFactory.class));
				assertThat(options).isInstanceOf(ClusterClientOptions.class);
				ClusterClientOptions clusterOptions = (ClusterClientOptions) options;
				RedisClusterNode node = new RedisClusterNode();
				assertThat(clusterOptions.getNodeFilter()).accepts(node);
				node.setFlags(Set.of(NodeFlag.UPSTREAM, NodeFlag.FAIL));
				assertThat(clusterOptions.getNodeFilter()).rejects(node);
				ClusterTopologyRefreshOptions refresh = clusterOptions.getTopologyRefreshOptions();
				assertThat(refresh.getAdaptiveRefreshTimeout()).isEqualTo(Duration.ofSeconds(1));
				assertThat(refresh.getAdaptiveRefreshTriggers()).containsExactlyInAnyOrder(RefreshTrigger.values());
				assertThat(refresh.getRefreshPeriod()).as("what the user says").isEqualTo(Duration.ofSeconds(17));
				assertThat(refresh.useDynamicRefreshSources()).isFalse();
			});
	}

	@Test
	void sessionsAreGuardedAndKnownToBeUnavailable() {
		this.context.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(RedisWatch.class)
				.hasBean("clusterSessionUnavailableResolver");
			assertThat(AopUtils.isAopProxy(context.getBean(RedisSessionRepository.class))).isTrue();
			assertThat(context.getBean(RedisWatch.class).get()).satisfies((info) -> {
				assertThat(info.status()).isEqualTo(SharedStateInfo.Status.DOWN);
				assertThat(info.reason()).startsWith("Redis cannot be reached: ").contains("127.0.0.1:1");
			});
		});
	}

	@Test
	void filterComesRightBeforeThatOfTheSessions() {
		this.context.run((context) -> assertThat(filterOrder(context.getBean(FilterRegistrationBean.class)))
			.isEqualTo(SessionRepositoryFilter.DEFAULT_ORDER - 1));
		this.context.withPropertyValues("spring.session.servlet.filter-order=7")
			.run((context) -> assertThat(filterOrder(context.getBean(FilterRegistrationBean.class))).isEqualTo(6));
	}

	@Test
	void applicationThatSharesNothingHasNothingOfIt() {
		this.context.withPropertyValues("cluster.shared-state=none")
			.run((context) -> assertThat(context).doesNotHaveBean(RedisWatch.class)
				.doesNotHaveBean("clusterSessionUnavailableFilter")
				.doesNotHaveBean(LettuceClientOptionsBuilderCustomizer.class));
	}

	private static int filterOrder(FilterRegistrationBean<?> registration) {
		assertThat(registration.getFilter().getClass().getSimpleName()).isEqualTo("SessionUnavailableFilter");
		return registration.getOrder();
	}

	private static ClientOptions options(LettuceConnectionFactory redis) {
		return redis.getClientConfiguration().getClientOptions().orElseThrow();
	}

}
