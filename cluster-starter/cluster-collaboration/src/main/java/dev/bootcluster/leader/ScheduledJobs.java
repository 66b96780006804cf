// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.messaging.AnnotatedMethods;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * The application's {@link ClusterScheduled} methods. Every worker tracks all due times,
 * so that the next leader knows the last ones.
 */
final class ScheduledJobs implements SmartInitializingSingleton, ApplicationListener<ApplicationReadyEvent> {

	private final ConfigurableListableBeanFactory beans;

	private final Election election;

	private final JobClaims claims;

	private final TaskScheduler timer;

	private final TaskExecutor executor;

	private final InstantSource clock;

	private final Map<String, Job> jobs = new LinkedHashMap<>();

	/**
	 * @param timer triggers due times, and does nothing that takes long
	 * @param executor runs jobs
	 */
	ScheduledJobs(ConfigurableListableBeanFactory beans, Election election, JobClaims claims, TaskScheduler timer,
			TaskExecutor executor, InstantSource clock) {
		this.beans = beans;
		this.election = election;
		this.claims = claims;
		this.timer = timer;
		this.executor = executor;
		this.clock = clock;
	}

	@Override
	public void afterSingletonsInstantiated() {
		new AnnotatedMethods(this.beans).find(ClusterScheduled.class, this::add);
	}

	private void add(String bean, Method method, ClusterScheduled schedule) {
		String name = schedule.name().isEmpty() ? bean + "." + method.getName() : schedule.name();
		List<Class<?>> parameters = List.of(method.getParameterTypes());
		if (!parameters.isEmpty() && !parameters.equals(List.of(Instant.class))) {
			throw new IllegalStateException(
					"%s is a @ClusterScheduled method and may have only one parameter, the Instant when it was due"
						.formatted(method));
		}
		StringValueResolver placeholders = (text) -> String.valueOf(this.beans.resolveEmbeddedValue(text));
		try {
			JobTimes times = JobTimes.of(schedule, placeholders);
			Job job = new Job(name, times, (due) -> invoke(bean, method, due), this.claims, this.election,
					this.executor, this.clock);
			if (this.jobs.putIfAbsent(name, job) != null) {
				throw new IllegalArgumentException(
						"another job already has the name '%s'; give it a different name".formatted(name));
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(
					"%s is not a valid @ClusterScheduled method: %s".formatted(method, ex.getMessage()), ex);
		}
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		start();
	}

	void start() {
		this.election.onChange(() -> this.jobs.values().forEach(Job::makeUp));
		this.jobs.values().forEach((job) -> await(job, this.clock.instant()));
	}

	private void await(Job job, Instant after) {
		job.next(after).ifPresent((due) -> this.timer.schedule(() -> {
			job.due(due);
			// A timer may be late by more than one due time; none is skipped.
			Instant tooLate = this.clock.instant().minus(Job.LATEST);
			await(job, due.isAfter(tooLate) ? due : tooLate);
		}, due));
	}

	private void invoke(String bean, Method method, Instant due) {
		Object target = this.beans.getBean(bean);
		try {
			if (method.getParameterCount() == 0) {
				method.invoke(target);
			}
			else {
				method.invoke(target, due);
			}
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowRuntimeException(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}
