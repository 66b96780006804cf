// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.web.context.request.RequestContextListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for checks that ask beans of classes that are not here, with classes that have
 * the names and the methods of the real ones.
 */
class NamedClassTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final CheckedApplication application = new CheckedApplication(this.beans, new MockEnvironment(), 4, 3);

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.integration.mqtt.inbound.AbstractMqttMessageDrivenChannelAdapter",
			"org.springframework.integration.mqtt.outbound.AbstractMqttMessageHandler",
			"org.eclipse.paho.client.mqttv3.IMqttClient", "org.eclipse.paho.mqttv5.client.IMqttAsyncClient",
			"org.springframework.jms.listener.AbstractJmsListeningContainer",
			"org.springframework.jms.connection.SingleConnectionFactory" })
	void clientIdThatIsTheSameInEveryWorkerIsFound(String className) {
		define(className, "getClientId", "orders");
		assertThat(new ClientIdCheck().find(this.application)).singleElement()
			.asString()
			.contains("Bean 'thing' has the same client id, orders, in every worker")
			.contains("${cluster.worker.slot}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders-3", "3", "orders-3-eu", "" })
	void clientIdWithTheSlotIsFine(String id) {
		define("org.eclipse.paho.client.mqttv3.IMqttClient", "getClientId", id);
		assertThat(new ClientIdCheck().find(this.application)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "false, 1", "true, 0" })
	void quartzThatIsNotClusteredIsFound(boolean clustered, int findings) {
		define("org.quartz.Scheduler", "getMetaData", new Metadata(clustered));
		assertThat(new ScheduledMethodCheck().find(this.application)).hasSize(findings);
	}

	@ParameterizedTest
	@CsvSource({ "dev.bootcluster.session.ClusterSessionRepository, 3",
			"org.springframework.session.data.redis.RedisSessionRepository, 3",
			"org.springframework.session.data.redis.RedisIndexedSessionRepository, 0" })
	void listenerOfSessionsWithoutEventsIsFound(String repository, int findings) {
		define(repository, "toString", repository);
		this.beans.registerSingleton("session", new HttpSessionEventPublisher());
		this.beans.registerSingleton("attribute", new HttpSessionAttributeListener() {
		});
		this.beans.registerSingleton("registered",
				new ServletListenerRegistrationBean<HttpSessionIdListener>((event, id) -> {
				}));
		this.beans.registerSingleton("request",
				new ServletListenerRegistrationBean<ServletRequestListener>(new RequestContextListener()));
		assertThat(new SessionListenerCheck().find(this.application)).hasSize(findings);
	}

	private void define(String className, String method, Object result) {
		Class<?> type = new ByteBuddy().subclass(Object.class)
			.name(className)
			.defineMethod(method, Object.class, Visibility.PROTECTED)
			.intercept(FixedValue.reference(result))
			.make()
			.load(getClass().getClassLoader())
			.getLoaded();
		this.beans.setBeanClassLoader(type.getClassLoader());
		try {
			this.beans.registerSingleton("thing", type.getDeclaredConstructor().newInstance());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What Quartz says of a scheduler.
	 *
	 * @param isJobStoreClustered whether its jobs run once in a cluster
	 */
	public record Metadata(boolean isJobStoreClustered) {

	}

}
