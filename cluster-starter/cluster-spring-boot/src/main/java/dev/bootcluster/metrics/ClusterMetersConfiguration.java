// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.Cluster;
import dev.bootcluster.ipc.MeterFiles;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.Worker;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Configures what all views of the meters have in common.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class ClusterMetersConfiguration {

	/**
	 * What a worker counts that is killed is lost from here on, unless it was seen.
	 */
	private static final Duration KEEP_INTERVAL = Duration.ofSeconds(10);

	private static final Duration KEEP_PATIENCE = Duration.ofSeconds(5);

	@Bean
	ClusterFigures clusterFigures(Cluster cluster) {
		return new ClusterFigures(cluster);
	}

	@Bean
	ClusterMeters clusterMeters(ClusterFigures figures) {
		return new ClusterMeters(figures);
	}

	@Bean
	WorkerMeters clusterWorkerMeters(Worker worker) {
		return new WorkerMeters(worker::load);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnBooleanProperty(name = "cluster.defaults.enabled", matchIfMissing = true)
	static RequestObjectives clusterRequestObjectives() {
		return new RequestObjectives();
	}

	@Bean
	NeighbourMeters clusterNeighbourMeters(RelayPost post) {
		return new NeighbourMeters(post.directory(), ProcessHandle.current().pid(), NeighbourMeters.LIMIT);
	}

	@Bean
	ClusterViews clusterViews(RelayPost post, Worker worker, ClusterFigures figures, NeighbourMeters neighbours,
			MetricsProperties properties) {
		// A worker that outlives a killed primary must not count in the next cluster.
		long primary = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
		Path directory = post.directory().resolve(MeterFiles.DIRECTORY).resolve(Long.toString(primary));
		return new ClusterViews(directory, worker, figures, neighbours, new WorkerLabel(properties.workerLabel()));
	}

	@Bean
	@Lazy(false)
	CountKeeper clusterCountKeeper(ObjectProvider<ClusterView> views) {
		return new CountKeeper(views.stream().map(ClusterView::own).toList(), KEEP_INTERVAL, KEEP_PATIENCE);
	}

	/**
	 * Requests that are relayed.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationPredicate.class, ServerRequestObservationContext.class })
	static class Observations {

		@Bean
		RelayedObservations clusterRelayedObservations() {
			return new RelayedObservations();
		}

	}

}
