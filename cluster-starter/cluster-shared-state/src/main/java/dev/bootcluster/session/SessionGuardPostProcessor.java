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

package dev.bootcluster.session;

import java.io.Serial;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;

import dev.bootcluster.redis.RedisHealth;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.session.SessionRepository;

/**
 * Puts the guard around every session repository. Each keeps its class, for those who
 * want it injected by that.
 */
final class SessionGuardPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final Log logger = LogFactory.getLog(SessionGuardPostProcessor.class);

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create a post processor.
	 * @param redis what the guard asks, wanted with the first session
	 */
	SessionGuardPostProcessor(Supplier<RedisHealth> redis) {
		setProxyTargetClass(true);
		this.advisor = new DefaultPointcutAdvisor(new RepositoryMethods(), new SessionGuard(redis));
	}

	@Override
	protected boolean isEligible(Object bean, String name) {
		if (bean instanceof SessionRepository<?> && Modifier.isFinal(bean.getClass().getModifiers())) {
			logger.warn("Class %s of the session repository '%s' is final: its failures are not answered with 503"
				.formatted(bean.getClass().getName(), name));
			return false;
		}
		return super.isEligible(bean, name);
	}

	/**
	 * All that reaches Redis: what the interfaces of repositories declare, and not their
	 * setters.
	 */
	private static final class RepositoryMethods extends StaticMethodMatcherPointcut {

		RepositoryMethods() {
			setClassFilter(SessionRepository.class::isAssignableFrom);
		}

		@Override
		public boolean matches(Method method, Class<?> type) {
			String name = method.getName();
			return name.equals("createSession") || name.equals("save") || name.equals("deleteById")
					|| name.startsWith("findBy");
		}

	}

}
