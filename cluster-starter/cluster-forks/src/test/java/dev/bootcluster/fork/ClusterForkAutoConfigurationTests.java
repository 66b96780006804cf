// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterForkAutoConfiguration}.
 */
class ClusterForkAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ClusterForkAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class));

	@Test
	void everyApplicationHasForksThatEndWithIt() {
		CompletableFuture<ProcessHandle> fork = new CompletableFuture<>();
		this.application.run((context) -> {
			long pid = context.getBean(ClusterForks.class).submit((task) -> ProcessHandle.current().pid()).join();
			fork.complete(ProcessHandle.of(pid).orElseThrow());
		});
		assertThat(fork.join().onExit()).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void applicationThatSubmitsNothingStartsNothing() {
		this.application.withPropertyValues("cluster.forks.warm=1").run((context) -> {
			assertThat(context).hasSingleBean(ForkPool.class);
			assertThat(ProcessHandle.current().children())
				.noneMatch((child) -> child.info().commandLine().orElse("").contains("ForkMain"));
		});
	}

	@Test
	void propertiesAreBound() {
		this.application
			.withPropertyValues("cluster.forks.max=3", "cluster.forks.warm=1", "cluster.forks.queue=0",
					"cluster.forks.idle-timeout=5s", "cluster.forks.timeout=0", "cluster.forks.max-heap=1GB",
					"cluster.forks.max-message-size=2MB", "cluster.forks.max-detached=1")
			.run((context) -> assertThat(context.getBean(ForkProperties.class)).returns(3, ForkProperties::getMax)
				.returns(1, ForkProperties::getWarm)
				.returns(0, ForkProperties::getQueue)
				.returns(Duration.ofSeconds(5), ForkProperties::getIdleTimeout)
				.returns(Duration.ZERO, ForkProperties::getTimeout)
				.returns(DataSize.ofGigabytes(1), ForkProperties::getMaxHeap)
				.returns(DataSize.ofMegabytes(2), ForkProperties::getMaxMessageSize)
				.returns(1, ForkProperties::getMaxDetached));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max=0", "warm=-1", "queue=-1", "timeout=-1s", "idle-timeout=-1s", "max-heap=1KB",
			"max-message-size=2GB", "max-detached=-1" })
	void nonsenseIsRefusedWithWhatItMustBe(String property) {
		this.application.withPropertyValues("cluster.forks." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith("Must be "));
	}

	@Test
	void applicationsOwnForksWin() {
		this.application.withBean(ClusterForks.class, OwnForks::new)
			.run((context) -> assertThat(context).hasSingleBean(ClusterForks.class)
				.doesNotHaveBean(ForkProperties.class));
	}

	private static final class OwnForks implements ClusterForks {

		@Override
		public <T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task, ForkOptions options) {
			return new CompletableFuture<>();
		}

		@Override
		public CompletableFuture<ProcessHandle> detach(ForkTask<?> task, ForkOptions options) {
			return new CompletableFuture<>();
		}

	}

}
