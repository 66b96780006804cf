/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
