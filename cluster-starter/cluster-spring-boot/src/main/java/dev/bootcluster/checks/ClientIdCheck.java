// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds ids of message clients that a broker allows only one connection to have.
 */
final class ClientIdCheck implements ClusterCheck {

	/**
	 * Types of beans that hold such an id, and what happens to the second one.
	 */
	private static final List<List<String>> HOLDERS = List.of(
			List.of("org.springframework.integration.mqtt.inbound.AbstractMqttMessageDrivenChannelAdapter",
					"An MQTT broker disconnects the worker before"),
			List.of("org.springframework.integration.mqtt.outbound.AbstractMqttMessageHandler",
					"An MQTT broker disconnects the worker before"),
			List.of("org.eclipse.paho.client.mqttv3.IMqttAsyncClient", "An MQTT broker disconnects the worker before"),
			List.of("org.eclipse.paho.client.mqttv3.IMqttClient", "An MQTT broker disconnects the worker before"),
			List.of("org.eclipse.paho.mqttv5.client.IMqttAsyncClient", "An MQTT broker disconnects the worker before"),
			List.of("org.eclipse.paho.mqttv5.client.IMqttClient", "An MQTT broker disconnects the worker before"),
			List.of("org.springframework.jms.listener.AbstractJmsListeningContainer",
					"A JMS broker refuses all workers but one"),
			List.of("org.springframework.jms.connection.SingleConnectionFactory",
					"A JMS broker refuses all workers but one"));

	/**
	 * Properties that name one consumer or producer of a Kafka cluster.
	 */
	private static final List<String> KAFKA = List.of("spring.kafka.consumer.properties.group.instance.id",
			"spring.kafka.properties.group.instance.id", "spring.kafka.producer.transaction-id-prefix");

	@Override
	public String getName() {
		return "client-id";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		List<ClusterFinding> findings = new ArrayList<>();
		for (List<String> holder : HOLDERS) {
			application.beansOfType(holder.get(0)).forEach((name, bean) -> {
				if (Reflected.call(bean, "getClientId") instanceof String id && !id.isEmpty()
						&& application.isFixed(id)) {
					findings.add(new ClusterFinding("Bean '%s' has the same client id, %s, in every worker. %s"
						.formatted(name, id, holder.get(1)), "Add the slot to the id: ${cluster.worker.slot}"));
				}
			});
		}
		for (String property : KAFKA) {
			String id = application.environment().getProperty(property);
			if (id != null && application.isFixed(id)) {
				findings.add(new ClusterFinding(
						"%s=%s is the same in every worker: Kafka fences off all but the last".formatted(property, id),
						"Add the slot: %s=%s-${cluster.worker.slot}".formatted(property, id)));
			}
		}
		return findings;
	}

}
