// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.authentication.ott.InMemoryOneTimeTokenService;
import org.springframework.security.authentication.ott.JdbcOneTimeTokenService;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecurityStateCheck}, with Spring Security's own configurers.
 */
class SecurityStateCheckTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Security.class);

	@ParameterizedTest
	@CsvSource({ "authorization-server, InMemoryOAuth2AuthorizationService, JdbcOAuth2AuthorizationService",
			"one-time-token, InMemoryOneTimeTokenService, JdbcOneTimeTokenService" })
	void stateThatNobodyAskedForIsFound(String variant, String found, String remedy) {
		this.runner.withPropertyValues("variant=" + variant)
			.run((context) -> assertThat(find(context)).singleElement()
				.asString()
				.contains("Spring Security's " + found + " keeps", remedy));
	}

	@Test
	void otherLoginsKeepNothing() {
		this.runner.withPropertyValues("variant=form").run((context) -> assertThat(find(context)).isEmpty());
	}

	@Test
	void stateThatWorkersShareIsFine() {
		JdbcTemplate database = new JdbcTemplate(new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:tokens"));
		this.runner.withPropertyValues("variant=one-time-token")
			.withBean(JdbcOneTimeTokenService.class, () -> new JdbcOneTimeTokenService(database))
			.run((context) -> assertThat(find(context)).isEmpty());
	}

	@Test
	void beanIsLeftToTheCheckOfBeans() {
		this.runner.withPropertyValues("variant=one-time-token")
			.withBean(InMemoryOneTimeTokenService.class)
			.run((context) -> assertThat(find(context)).isEmpty());
	}

	private static List<ClusterFinding> find(AssertableWebApplicationContext assertable) {
		ConfigurableApplicationContext context = assertable.getSourceApplicationContext();
		return new SecurityStateCheck()
			.find(new CheckedApplication(context.getBeanFactory(), context.getEnvironment(), 4, 1));
	}

	/**
	 * An application with a login.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSecurity
	static class Security {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager();
		}

		@Bean
		RegisteredClientRepository clients() {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId("app")
				.clientId("app")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.build());
		}

		@Bean
		AuthorizationServerSettings settings() {
			return AuthorizationServerSettings.builder().build();
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http, @Value("${variant}") String variant) throws Exception {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			switch (variant) {
				case "authorization-server" -> http.oauth2AuthorizationServer(Customizer.withDefaults());
				case "one-time-token" -> http
					.oneTimeTokenLogin((login) -> login.tokenGenerationSuccessHandler((request, response, token) -> {
					}));
				default -> http.formLogin(Customizer.withDefaults());
			}
			return http.build();
		}

	}

}
