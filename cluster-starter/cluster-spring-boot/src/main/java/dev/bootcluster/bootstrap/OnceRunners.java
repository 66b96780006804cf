// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.PatternMatchUtils;

/**
 * Lets runners that the user names, and Boot's for Spring Batch, run once in the life of
 * a cluster: in the first worker that gets to them, and in no other, whether that starts
 * with the cluster, by a reload or after a crash. Applies in workers.
 */
final class OnceRunners implements BeanPostProcessor {

	/**
	 * The name of Boot's bean. A job that is complete cannot be run with the same
	 * parameters again, so that a second worker would not even start.
	 */
	private static final String BATCH_JOBS = "jobLauncherApplicationRunner";

	private final String[] names;

	private final WorkerLaunch launch;

	private OnceRunners(List<String> names, WorkerLaunch launch) {
		this.names = names.toArray(String[]::new);
		this.launch = launch;
	}

	/**
	 * Look after the runners of an application whose beans do not exist yet.
	 */
	static void install(ConfigurableApplicationContext context, WorkerLaunch launch) {
		List<String> names = new ArrayList<>(StartupProperties.of(context.getEnvironment()).once());
		names.add(BATCH_JOBS);
		context.getBeanFactory().addBeanPostProcessor(new OnceRunners(names, launch));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean runner = bean instanceof ApplicationRunner || bean instanceof CommandLineRunner;
		return (runner && PatternMatchUtils.simpleMatch(this.names, beanName)) ? guarded(bean, beanName) : bean;
	}

	private Object guarded(Object bean, String beanName) {
		return WorkerProxy.of(bean, (call) -> {
			if (!call.getMethod().getName().equals("run") || call.getArguments().length != 1) {
				return call.proceed();
			}
			// A bean may be both kinds of runner, and Boot then calls it twice.
			boolean commandLine = call.getArguments()[0] instanceof String[];
			OnceInCluster.of(this.launch, beanName, commandLine ? CommandLineRunner.class : ApplicationRunner.class)
				.run(() -> call.proceed());
			return null;
		});
	}

}
