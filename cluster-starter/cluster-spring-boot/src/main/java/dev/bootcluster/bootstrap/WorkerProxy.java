// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.ProxyFactory;

/**
 * Stands before a bean that does something else in a worker than in the only process.
 */
final class WorkerProxy {

	private WorkerProxy() {
	}

	/**
	 * Create a proxy, which has the bean's class if that can be extended, so that it can
	 * be injected wherever the bean can.
	 */
	static Object of(Object bean, MethodInterceptor interceptor) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(canBeExtended(bean.getClass()));
		factory.addAdvice(interceptor);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	/**
	 * Lambdas have hidden classes.
	 */
	private static boolean canBeExtended(Class<?> type) {
		return !Modifier.isFinal(type.getModifiers()) && !Modifier.isPrivate(type.getModifiers()) && !type.isHidden()
				&& !Proxy.isProxyClass(type);
	}

}
