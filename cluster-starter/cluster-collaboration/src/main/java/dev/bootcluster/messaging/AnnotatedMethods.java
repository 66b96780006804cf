// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds annotated methods of singleton beans.
 */
public final class AnnotatedMethods {

	private static final Log logger = LogFactory.getLog(AnnotatedMethods.class);

	private final ConfigurableListableBeanFactory beans;

	/**
	 * @param beans the beans to search
	 */
	public AnnotatedMethods(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Find methods.
	 * @param <A> the annotation's type
	 * @param annotation the annotation
	 * @param consumer called for each method
	 */
	public <A extends Annotation> void find(Class<A> annotation, Consumer<A> consumer) {
		for (String name : this.beans.getBeanNamesForType(Object.class, false, false)) {
			Class<?> type = type(name);
			if (type != null && AnnotationUtils.isCandidateClass(type, annotation)) {
				find(annotation, name, type, consumer);
			}
		}
	}

	private <A extends Annotation> void find(Class<A> annotation, String bean, Class<?> type, Consumer<A> consumer) {
		Map<Method, A> methods = methods(annotation, bean, type);
		Class<?> exposed = this.beans.getType(bean);
		methods.forEach((method, found) -> {
			Method invocable = AopUtils.selectInvocableMethod(method, (exposed != null) ? exposed : type);
			ReflectionUtils.makeAccessible(invocable);
			consumer.accept(bean, invocable, found);
		});
	}

	private static <A extends Annotation> Map<Method, A> methods(Class<A> annotation, String bean, Class<?> type) {
		try {
			return MethodIntrospector.selectMethods(type,
					(MethodIntrospector.MetadataLookup<@Nullable A>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, annotation));
		}
		catch (LinkageError ex) {
			// A signature refers to a missing class, so no method is ours.
			logger.debug("The methods of bean '%s' cannot be inspected".formatted(bean), ex);
			return Map.of();
		}
	}

	private @Nullable Class<?> type(String bean) {
		try {
			return AutoProxyUtils.determineTargetClass(this.beans, bean);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The class of bean '%s' is unknown".formatted(bean), ex);
			return null;
		}
	}

	/**
	 * Receives annotated methods.
	 *
	 * @param <A> the annotation's type
	 */
	@FunctionalInterface
	public interface Consumer<A extends Annotation> {

		/**
		 * Called for a method that was found.
		 * @param bean the bean's name
		 * @param method the method, in a form that can be invoked on the bean
		 * @param annotation its annotation
		 */
		void accept(String bean, Method method, A annotation);

	}

}
