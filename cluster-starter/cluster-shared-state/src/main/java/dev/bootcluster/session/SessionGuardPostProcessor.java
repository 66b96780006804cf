// SPDX-License-Identifier: Apache-2.0

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
 * Puts the guard around every session repository in Redis. Each keeps its class, so that
 * it can still be injected by class.
 */
final class SessionGuardPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final Log logger = LogFactory.getLog(SessionGuardPostProcessor.class);

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create a post-processor.
	 * @param redis the state of Redis, requested with the first session
	 */
	SessionGuardPostProcessor(Supplier<RedisHealth> redis) {
		setProxyTargetClass(true);
		this.advisor = new DefaultPointcutAdvisor(new RepositoryMethods(), new SessionGuard(redis));
	}

	@Override
	protected boolean isEligible(Object bean, String name) {
		if (bean instanceof SessionRepository<?> && !OtherStores.areOf(bean.getClass())
				&& Modifier.isFinal(bean.getClass().getModifiers())) {
			logger.warn(("Class %s of session repository '%s' is final and cannot be proxied,"
					+ " so its failures are not answered with 503")
				.formatted(bean.getClass().getName(), name));
			return false;
		}
		return super.isEligible(bean, name);
	}

	/**
	 * The methods that reach Redis: those of the repository interfaces, not the setters.
	 */
	private static final class RepositoryMethods extends StaticMethodMatcherPointcut {

		RepositoryMethods() {
			setClassFilter((type) -> SessionRepository.class.isAssignableFrom(type) && !OtherStores.areOf(type));
		}

		@Override
		public boolean matches(Method method, Class<?> type) {
			String name = method.getName();
			return name.equals("createSession") || name.equals("save") || name.equals("deleteById")
					|| name.startsWith("findBy");
		}

	}

}
