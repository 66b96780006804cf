// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * How a cluster starts.
 *
 * @param order In which order the first workers start: 'one-first' lets the others wait
 * until the first one serves, 'together' starts all at once, 'auto' chooses the first
 * where the start of the application changes a database (Flyway, Liquibase, Spring Batch,
 * SQL scripts, a schema made by Hibernate) or a runner runs once.
 * @param once Names of ApplicationRunner and CommandLineRunner beans that run once in the
 * life of the cluster instead of in every worker; '*' stands for any characters. The
 * others run whenever a worker starts, also for a reload.
 */
@ConfigurationProperties("cluster.startup")
record StartupProperties(@DefaultValue("auto") StartOrder order, @DefaultValue List<String> once) {

	static StartupProperties of(Environment environment) {
		return Binder.get(environment).bindOrCreate("cluster.startup", Bindable.of(StartupProperties.class));
	}

}
