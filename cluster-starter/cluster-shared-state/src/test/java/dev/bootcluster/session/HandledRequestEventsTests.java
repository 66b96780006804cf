// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.context.DelegatingApplicationListener;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.context.support.RequestHandledEvent;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandledRequestEvents}.
 */
class HandledRequestEventsTests {

	@Test
	void nobodyListensInAnOrdinaryApplication() {
		assertThat(publishes(Ordinary.class)).isFalse();
	}

	@Test
	void listenerKeepsTheEvents() {
		assertThat(publishes(Listening.class)).isTrue();
	}

	@Test
	void listenerToAllEventsKeepsTheEvents() {
		assertThat(publishes(ListeningToAll.class)).isTrue();
	}

	@Test
	void listenerThatDoesNotExistYetKeepsTheEvents() {
		assertThat(publishes(ListeningLater.class)).isTrue();
	}

	private static boolean publishes(Class<?> configuration) {
		SpringApplication application = new SpringApplication(Servlets.class, configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run()) {
			Object publishes = ReflectionTestUtils.getField(context.getBean(DispatcherServlet.class), "publishEvents");
			return Boolean.TRUE.equals(publishes);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Servlets {

		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

		@Bean
		HandledRequestEvents handledRequestEvents() {
			return new HandledRequestEvents();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordinary {

		@Bean
		DelegatingApplicationListener springSecuritys() {
			return new DelegatingApplicationListener();
		}

		@Bean
		@Lazy
		ApplicationListener<ContextClosedEvent> listener() {
			return new ClosedListener();
		}

		@EventListener
		void on(ApplicationReadyEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@EventListener
		void on(RequestHandledEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListeningToAll {

		@Bean
		ApplicationListener<ApplicationEvent> listener() {
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListeningLater {

		@Bean
		@Lazy
		HandledListener listener() {
			return new HandledListener();
		}

	}

	/**
	 * Listens for another event.
	 */
	static class ClosedListener implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
		}

	}

	/**
	 * Listens for the event; its type is known without creating it.
	 */
	static class HandledListener implements ApplicationListener<RequestHandledEvent> {

		@Override
		public void onApplicationEvent(RequestHandledEvent event) {
		}

	}

}
