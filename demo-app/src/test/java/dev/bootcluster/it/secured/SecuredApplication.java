// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it.secured;

import dev.bootcluster.ClusterEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application that asks for a password, says when it is at the end of {@code main},
 * and what it hears of its cluster.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SecuredApplication {

	public static void main(String[] args) {
		SpringApplication.run(SecuredApplication.class, args);
		System.out.println("After run in process " + ProcessHandle.current().pid());
	}

	@EventListener
	void on(ClusterEvent event) {
		System.out.println("Heard %s in process %d".formatted(event.type(), ProcessHandle.current().pid()));
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) throws Exception {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf(AbstractHttpConfigurer::disable)
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("user").password("{noop}secret").roles("USER").build(),
				User.withUsername("operator").password("{noop}secret").roles("OPERATOR").build());
	}

}
