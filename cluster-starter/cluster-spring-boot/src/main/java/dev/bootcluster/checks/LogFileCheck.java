// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Finds files that the logging configuration names, so that all workers write to and roll
 * the same.
 */
final class LogFileCheck implements ClusterCheck {

	private static final String LOG4J = "org.apache.logging.log4j.core.LoggerContext";

	@Override
	public String getName() {
		return "log-files";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		Set<String> files = new TreeSet<>(logback());
		files.addAll(log4j());
		return files.stream()
			.filter((file) -> !file.startsWith("/dev/") && !file.startsWith("/proc/"))
			.filter(application::isFixed)
			.map((file) -> new ClusterFinding(
					"All workers write to the same log file, %s, and each renames it when it is full".formatted(file),
					"Put ${cluster.worker.slot} into its name (with <springProperty> in logback-spring.xml, ${spring:...} in log4j2-spring.xml), or set logging.file.name"))
			.toList();
	}

	private static Set<String> logback() {
		Set<String> files = new TreeSet<>();
		Object context = context("org.slf4j.LoggerFactory", "getILoggerFactory");
		if (context != null && Reflected.call(context, "getLoggerList") instanceof Collection<?> loggers) {
			loggers.forEach((logger) -> appenders(logger).forEach((appender) -> addFile(appender, "getFile", files)));
		}
		return files;
	}

	/**
	 * Appenders may hold others.
	 */
	private static List<Object> appenders(Object holder) {
		List<Object> appenders = new ArrayList<>();
		if (Reflected.call(holder, "iteratorForAppenders") instanceof Iterator<?> members) {
			members.forEachRemaining((member) -> {
				appenders.add(member);
				appenders.addAll(appenders(member));
			});
		}
		return appenders;
	}

	private static Set<String> log4j() {
		Set<String> files = new TreeSet<>();
		Object context = context("org.apache.logging.log4j.LogManager", "getContext");
		Object configuration = (context != null && Reflected.isA(context, LOG4J))
				? Reflected.call(context, "getConfiguration") : null;
		if (configuration != null && Reflected.call(configuration, "getAppenders") instanceof Map<?, ?> appenders) {
			appenders.values().forEach((appender) -> addFile(appender, "getFileName", files));
		}
		return files;
	}

	private static void addFile(@Nullable Object appender, String method, Set<String> files) {
		if (appender != null && Reflected.call(appender, method) instanceof String file) {
			files.add(file);
		}
	}

	private static @Nullable Object context(String className, String method) {
		try {
			return ClassUtils.forName(className, LogFileCheck.class.getClassLoader()).getMethod(method).invoke(null);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			// The application logs with another library.
			return null;
		}
	}

}
