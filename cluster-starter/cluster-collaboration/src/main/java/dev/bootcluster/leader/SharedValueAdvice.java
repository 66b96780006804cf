// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Answers calls of {@link SharedValue} methods with the value known to this worker.
 */
final class SharedValueAdvice extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	SharedValueAdvice() {
		setBeforeExistingAdvisors(true);
		// As Boot's proxies do, so that a bean can be injected by its class.
		setProxyTargetClass(true);
	}

	@Override
	public void setBeanFactory(BeanFactory beans) {
		super.setBeanFactory(beans);
		this.advisor = new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(SharedValue.class),
				new Reader(beans.getBeanProvider(ComputedValues.class)));
	}

	/**
	 * Reads the value, unless the current thread is computing it.
	 */
	private record Reader(ObjectProvider<ComputedValues> values) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object target = invocation.getThis();
			HeldValue value = (target != null) ? this.values.getObject().of(target, invocation.getMethod()) : null;
			return (value == null || value.isComputedHere()) ? invocation.proceed() : value.read();
		}

	}

}
