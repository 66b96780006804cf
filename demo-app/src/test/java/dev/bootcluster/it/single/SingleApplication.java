// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it.single;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import dev.bootcluster.checks.CheckedApplication;
import dev.bootcluster.checks.ClusterCheck;
import dev.bootcluster.checks.ClusterFinding;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * An application with Boot's own user, a simple broker, a job, a runner, a check of its
 * own, and perhaps a port of its own.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
@EnableWebSocketMessageBroker
public class SingleApplication implements WebSocketMessageBrokerConfigurer {

	public static void main(String[] args) {
		SpringApplication.run(SingleApplication.class, args);
	}

	@Override
	public void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.addEndpoint("/ws").withSockJS();
	}

	@Override
	public void configureMessageBroker(MessageBrokerRegistry registry) {
		registry.enableSimpleBroker("/topic");
	}

	@Scheduled(cron = "-")
	void cleanUp() {
	}

	@Bean
	ApplicationRunner importer() {
		return (arguments) -> {
		};
	}

	@Bean
	ClusterCheck uploads() {
		return new ClusterCheck() {

			@Override
			public String getName() {
				return "uploads";
			}

			@Override
			public List<ClusterFinding> find(CheckedApplication application) {
				return List.of(new ClusterFinding("Uploads are in this machine's /tmp", "Keep them in a store"));
			}

		};
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnProperty("single.port")
	ServerSocket port(Environment environment) throws IOException {
		return new ServerSocket(environment.getRequiredProperty("single.port", Integer.class));
	}

}
