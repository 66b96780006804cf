// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.Cluster;
import dev.bootcluster.worker.Worker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Configures the report of what workers multiply or cannot share. The worker that trains
 * the class archive reports nothing.
 */
@AutoConfiguration(afterName = "dev.bootcluster.autoconfigure.ClusterWorkerAutoConfiguration")
@ConditionalOnBean({ Worker.class, Cluster.class })
public final class ClusterChecksAutoConfiguration {

	@Bean
	ClusterCheck clusterLogFileCheck(Worker worker) {
		long primary = ProcessHandle.current().parent().map(ProcessHandle::pid).orElseThrow();
		return new LogFileCheck(primary, worker.launch().directory(), worker.launch().artifact().resolveSibling("."));
	}

	@Bean
	StartReport clusterStartReport(Cluster cluster, ObjectProvider<ClusterCheck> checks,
			ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment, Worker worker) {
		List<ClusterCheck> all = Stream.concat(ClusterChecks.OWN.stream(), checks.orderedStream()).toList();
		return new StartReport(new ClusterChecks(all, ChecksProperties.of(environment)),
				() -> cluster.info().workers().size(), beans, environment, worker.launch());
	}

}
