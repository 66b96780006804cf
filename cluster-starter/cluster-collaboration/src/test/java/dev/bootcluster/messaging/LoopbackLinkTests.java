// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.ipc.Link;
import dev.bootcluster.test.Await;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopbackLink}: a standalone application that sends messages to itself.
 */
class LoopbackLinkTests {

	private final MessagingProperties properties = new MessagingProperties();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(MessagingConfiguration.class, Standalone.class);

	@Test
	void hearsEveryBroadcastOfItsOwnInOrder() {
		this.application.run((context) -> {
			ClusterMessages messages = context.getBean(ClusterMessages.class);
			for (int i = 0; i < Link.WINDOW * 5; i++) {
				messages.broadcast(new Number(i));
			}
			List<Integer> heard = context.getBean(Listener.class).heard;
			Await.until("all messages", () -> heard.size() == Link.WINDOW * 5);
			assertThat(heard).containsExactlyElementsOf(IntStream.range(0, Link.WINDOW * 5).boxed().toList());
		});
	}

	@Test
	void messagesAreCounted() {
		this.application.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			context.getBean(ClusterMessages.class).broadcast(new Number(1)).join();
			assertThat(registry.get("cluster.messages.sent").functionCounter().count()).isEqualTo(1);
			assertThat(registry.get("cluster.messages.received").functionCounter().count()).isEqualTo(1);
			assertThat(registry.get("cluster.messages.waits").functionCounter().count()).isZero();
			assertThat(registry.get("cluster.messages.lost").functionCounter().count()).isZero();
		});
	}

	@Test
	void settingsThatCannotWorkAreRefused() {
		this.properties.setMaxSize(DataSize.ofMegabytes(5));
		this.application.withAllowBeanDefinitionOverriding(true)
			.withBean("properties", MessagingProperties.class, () -> this.properties)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("cluster.messaging.max-size"));
		this.properties.setMaxSize(DataSize.ofKilobytes(64));
		this.properties.setTimeout(Duration.ZERO);
		this.application.withAllowBeanDefinitionOverriding(true)
			.withBean("properties", MessagingProperties.class, () -> this.properties)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("cluster.messaging.timeout"));
	}

	@Test
	void answersItself() {
		this.application.run((context) -> {
			ClusterMessages messages = context.getBean(ClusterMessages.class);
			assertThat(messages.request(new Question(), Number.class).join()).isEqualTo(new Number(42));
			assertThat(messages.request(1, new Question(), Number.class).join()).isEqualTo(new Number(42));
			assertThat(messages.send(1, new Number(1))).succeedsWithin(Duration.ofSeconds(10));
			assertThat(messages.send(2, new Number(1))).failsWithin(Duration.ofSeconds(10));
		});
	}

	/**
	 * A standalone application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Standalone {

		@Bean
		Link link() {
			return new LoopbackLink();
		}

		@Bean
		MessagingProperties properties() {
			return new MessagingProperties();
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	/**
	 * Receives the application's own messages.
	 */
	static class Listener {

		final List<Integer> heard = Collections.synchronizedList(new ArrayList<>());

		@ClusterMessageListener
		void hear(Number number) {
			this.heard.add(number.value());
		}

		@ClusterMessageListener
		Number answer(Question question) {
			return new Number(42);
		}

	}

	/**
	 * A message.
	 */
	record Number(int value) {

	}

	/**
	 * A request.
	 */
	record Question() {

	}

}
