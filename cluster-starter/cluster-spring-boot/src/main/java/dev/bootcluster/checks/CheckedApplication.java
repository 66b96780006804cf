// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * An application as checks see it. Looking at it creates no bean.
 */
public final class CheckedApplication {

	private static final Log logger = LogFactory.getLog(CheckedApplication.class);

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurableEnvironment environment;

	private final int workers;

	private final int slot;

	/**
	 * Create a view.
	 * @param beans the application's beans
	 * @param environment its environment
	 * @param workers how many workers run it
	 * @param slot the slot of this one
	 */
	CheckedApplication(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment, int workers,
			int slot) {
		this.beans = beans;
		this.environment = environment;
		this.workers = workers;
		this.slot = slot;
	}

	/**
	 * Return the beans of a type that exist by now, without their proxies.
	 * @param className the type's name; it need not be on the class path
	 * @return the beans by name, none if the type is not on the class path
	 */
	public Map<String, Object> beansOfType(String className) {
		Class<?> type = resolve(className);
		if (type == null) {
			return Map.of();
		}
		Map<String, Object> found = new LinkedHashMap<>();
		for (String name : this.beans.getBeanNamesForType(type, true, false)) {
			if (this.beans.containsSingleton(name)) {
				Object bean = this.beans.getBean(name);
				if (type.isInstance(bean)) {
					found.put(name, target(bean));
				}
			}
		}
		return found;
	}

	private @Nullable Class<?> resolve(String className) {
		try {
			return ClassUtils.forName(className, this.beans.getBeanClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			logger.trace("There are no beans of a class that is not there: " + className, ex);
			return null;
		}
	}

	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target(target) : bean;
	}

	/**
	 * Return all of the application's beans.
	 * @return the beans
	 */
	public ConfigurableListableBeanFactory beans() {
		return this.beans;
	}

	/**
	 * Return the worker's environment.
	 * @return the environment
	 */
	public ConfigurableEnvironment environment() {
		return this.environment;
	}

	/**
	 * Return how many workers run the application.
	 * @return the number of workers, spares included
	 */
	public int workers() {
		return this.workers;
	}

	/**
	 * Whether a name is the same in every worker.
	 * @param name a name of something of which there can be only one, such as a file
	 * @return {@code false} if it contains this worker's slot or process id
	 */
	public boolean isFixed(String name) {
		return !name.matches("(?s).*(?<!\\d)(%d|%d)(?!\\d).*".formatted(this.slot, ProcessHandle.current().pid()));
	}

}
