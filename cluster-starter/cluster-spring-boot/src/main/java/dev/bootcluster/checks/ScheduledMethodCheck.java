// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.Schedules;

/**
 * Finds timed jobs that run in every worker: {@code @Scheduled} methods that nothing
 * limits to one process, and Quartz schedulers that are not clustered.
 */
final class ScheduledMethodCheck implements ClusterCheck {

	private static final Log logger = LogFactory.getLog(ScheduledMethodCheck.class);

	private static final String SCHEDULING = "org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor";

	/**
	 * Annotations that let a method run in one process at a time.
	 */
	private static final List<String> GUARDS = List.of("dev.bootcluster.leader.OnLeader",
			"net.javacrumbs.shedlock.spring.annotation.SchedulerLock");

	@Override
	public String getName() {
		return "scheduled";
	}

	@Override
	public CheckLevel level() {
		return CheckLevel.INFO;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		List<ClusterFinding> findings = new ArrayList<>();
		Set<String> methods = application.beansOfType(SCHEDULING).isEmpty() ? Set.of() : methods(application.beans());
		if (!methods.isEmpty()) {
			findings.add(new ClusterFinding("Every worker runs its @Scheduled methods: " + String.join(", ", methods),
					"To run one once in the cluster, replace @Scheduled with @ClusterScheduled, or add @OnLeader"));
		}
		application.beansOfType("org.quartz.Scheduler").forEach((name, scheduler) -> {
			Object metadata = Reflected.call(scheduler, "getMetaData");
			if (metadata != null && Boolean.FALSE.equals(Reflected.call(metadata, "isJobStoreClustered"))) {
				findings
					.add(new ClusterFinding("Every worker runs all jobs of the Quartz scheduler '%s'".formatted(name),
							"Set spring.quartz.job-store-type=jdbc and"
									+ " spring.quartz.properties.org.quartz.jobStore.isClustered=true"));
			}
		});
		return findings;
	}

	private static Set<String> methods(ConfigurableListableBeanFactory beans) {
		Set<String> methods = new TreeSet<>();
		for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
			try {
				Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
				if (type != null && isCandidate(type)) {
					methods(type).forEach((method) -> methods.add(type.getSimpleName() + "." + method.getName()));
				}
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("The methods of bean '%s' cannot be inspected".formatted(name), ex);
			}
		}
		return methods;
	}

	private static boolean isCandidate(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, List.of(Scheduled.class, Schedules.class))
				&& !type.getName().startsWith("org.springframework.");
	}

	private static Set<Method> methods(Class<?> type) {
		Map<Method, Boolean> methods = MethodIntrospector.selectMethods(type,
				(MetadataLookup<Boolean>) (method) -> isUnguarded(method, type) ? Boolean.TRUE : null);
		return methods.keySet();
	}

	private static boolean isUnguarded(Method method, Class<?> type) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotations ofType = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
		boolean scheduled = annotations.isPresent(Scheduled.class) || annotations.isPresent(Schedules.class);
		return scheduled
				&& GUARDS.stream().noneMatch((guard) -> annotations.isPresent(guard) || ofType.isPresent(guard));
	}

}
