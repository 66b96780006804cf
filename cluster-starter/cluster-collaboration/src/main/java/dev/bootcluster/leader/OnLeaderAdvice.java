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
 * Skips {@link OnLeader} methods while another worker leads.
 */
final class OnLeaderAdvice extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	OnLeaderAdvice() {
		setBeforeExistingAdvisors(true);
		// As Boot's proxies do, so that a bean can be injected by its class.
		setProxyTargetClass(true);
	}

	@Override
	public void setBeanFactory(BeanFactory beans) {
		super.setBeanFactory(beans);
		ObjectProvider<ClusterLeadership> leadership = beans.getBeanProvider(ClusterLeadership.class);
		this.advisor = new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(OnLeader.class),
				new Gate(leadership));
	}

	/**
	 * Lets calls pass on the leader only.
	 */
	private record Gate(ObjectProvider<ClusterLeadership> leadership) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			return this.leadership.getObject().isLeader() ? invocation.proceed() : null;
		}

	}

}
