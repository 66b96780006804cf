// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.web.context.support.ServletRequestHandledEvent;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Keeps Spring MVC from publishing an event after each request if nothing listens for it:
 * the event names the session, which would be loaded just for that.
 */
final class HandledRequestEvents implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(HandledRequestEvents.class);

	private static final ResolvableType EVENT = ResolvableType.forClass(ServletRequestHandledEvent.class);

	/**
	 * Accepts every event, but its delegates only want session events.
	 */
	private static final String SPRING_SECURITYS = "org.springframework.security.context.DelegatingApplicationListener";

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		ApplicationContext context = event.getApplicationContext();
		String listener = findListener(context);
		if (listener != null) {
			logger.debug("Every request loads its session, because %s listens for ServletRequestHandledEvent"
				.formatted(listener));
			return;
		}
		context.getBeansOfType(DispatcherServlet.class, false, false)
			.values()
			.forEach((servlet) -> servlet.setPublishEvents(false));
	}

	/**
	 * Find a listener in the context that publishes the event, or in its ancestors.
	 */
	private static @Nullable String findListener(@Nullable ApplicationContext context) {
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			if (each instanceof AbstractApplicationContext application) {
				String listener = findOwnListener(application);
				if (listener != null) {
					return listener;
				}
			}
		}
		return null;
	}

	private static @Nullable String findOwnListener(AbstractApplicationContext context) {
		for (ApplicationListener<?> listener : context.getApplicationListeners()) {
			GenericApplicationListenerAdapter adapter = new GenericApplicationListenerAdapter(listener);
			if (!SPRING_SECURITYS.equals(listener.getClass().getName()) && adapter.supportsEventType(EVENT)
					&& adapter.supportsSourceType(DispatcherServlet.class)) {
				return listener.toString();
			}
		}
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		for (String name : beans.getBeanNamesForType(ApplicationListener.class, true, false)) {
			if (!beans.containsSingleton(name) && mayListen(beans.getMergedBeanDefinition(name))) {
				return name;
			}
		}
		return null;
	}

	/**
	 * Whether a bean not yet created would be created for the event.
	 */
	private static boolean mayListen(BeanDefinition listener) {
		ResolvableType declared = listener.getResolvableType().as(ApplicationListener.class).getGeneric();
		return declared.resolve() == null || declared.isAssignableFrom(EVENT);
	}

}
