// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ReloadState;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.autoconfigure.ClusterActuatorAutoConfiguration;
import dev.bootcluster.dashboard.DashboardFilter;
import dev.bootcluster.dashboard.DashboardStreams;
import dev.bootcluster.dashboard.FakeHistory;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of {@code docs/security.md}: every operation of the endpoint for everybody
 * who may send it, through Spring MVC and Spring Security. The kernel's word is a fake.
 */
class WhoMayWhatTests {

	private static final String SECRET = "The password is swordfish";

	private static final List<String> READS = List.of("", "/1", "/2", "/99", "/reload", "/events", "/events?after=1",
			"/nonsense");

	private static final List<String> WRITES = List.of("reload", "reload {\"dryRun\":true}", "rollback", "restart",
			"restart {\"slot\":1}", "stop {\"slot\":1}", "start", "start {\"slot\":2}", "pause {\"slot\":1}",
			"resume {\"slot\":1}", "scale {\"workers\":\"3\"}", "balancing {\"policy\":\"random\"}");

	@TempDir
	static Path directory;

	private final FakeCluster cluster = new FakeCluster();

	@BeforeEach
	void somethingToHide() {
		this.cluster.events = List
			.of(new ClusterEvent(8, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 4711, 3, 0, SECRET));
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.FAILED);
	}

	@Test
	void whoHasAProofMayAllAndWhoHasNoneNothing() {
		runForAll(true, (mvc, who) -> {
			if (who.name().startsWith("THE_")) {
				assertMayAll(mvc, who);
			}
			else {
				assertRefused(mvc, who);
			}
		});
	}

	private void assertMayAll(MockMvc mvc, Who who) throws Exception {
		for (String read : READS) {
			assertThat(read(mvc, who, read).getStatus()).as("%s: %s", who, read).isIn(200, 404);
		}
		assertThat(read(mvc, who, "/events").getContentAsString()).as("%s", who).contains(SECRET);
		for (String write : WRITES) {
			assertThat(write(mvc, who, write).getStatus()).as("%s: %s", who, write).isEqualTo(202);
		}
		assertThat(this.cluster.orders).as("%s", who)
			.contains("reload", "dry run", "roll back", "restart all", "restart 1", "stop 1", "start all", "start 2",
					"pause 1", "resume 1", "scale 3", "balance random");
	}

	/**
	 * As in an application without Spring Security, whatever a client claims.
	 */
	@Test
	void withoutSpringSecurityAuthoritiesProveNothing() {
		Set<Who> proved = EnumSet.of(Who.THE_USER_OF_THIS_MACHINE, Who.THE_BEARER_OF_THE_TOKEN,
				Who.THE_BEARER_OF_THE_TOKEN_BEHIND_A_PROXY);
		runForAll(false, (mvc, who) -> {
			if (proved.contains(who)) {
				assertThat(read(mvc, who, "").getStatus()).as("%s", who).isEqualTo(200);
				assertThat(write(mvc, who, "reload").getStatus()).as("%s", who).isEqualTo(202);
			}
			else {
				assertRefused(mvc, who);
			}
		});
	}

	/**
	 * Its page is the same for everybody, and what it shows is not.
	 */
	@Test
	void streamOfTheDashboardIsForThoseWhoMayRead() {
		runner(true).run((context) -> {
			DashboardStreams streams = new DashboardStreams(new FakeHistory().with(this.cluster));
			// Those who may have one that ends at once.
			streams.close();
			Filter dashboard = new DashboardFilter(() -> Optional.of("/actuator/cluster/dashboard"),
					context.getBean(ClusterAccess.class), streams, "test.uncounted", "test.cut");
			MockMvc mvc = MockMvcBuilders.webAppContextSetup(context)
				.addFilters(context.getBean("springSecurityFilterChain", Filter.class), dashboard)
				.build();
			for (Who who : Who.values()) {
				MockHttpServletResponse response = read(mvc, who, "/dashboard/stream");
				if (who.name().startsWith("THE_")) {
					assertThat(response.getStatus()).as(who.name()).isEqualTo(200);
				}
				else {
					assertRefused(response, who.name());
				}
			}
		});
	}

	@Test
	void authorityIsTheOneThatTheOperatorNamedAndNoOther() {
		runner(true).withPropertyValues("cluster.access.authority=ROLE_USER").run((context) -> {
			MockMvc mvc = mvc(context, true);
			assertThat(write(mvc, Who.USER, "reload").getStatus()).isEqualTo(202);
			assertThat(write(mvc, Who.THE_OPERATOR, "reload").getStatus()).isEqualTo(403);
		});
		for (String none : new String[] { "", "USER", "CLUSTER", "role_user" }) {
			runner(true).withPropertyValues("cluster.access.authority=" + none).run((context) -> {
				MockMvc mvc = mvc(context, true);
				assertThat(write(mvc, Who.USER, "reload").getStatus()).as(none).isEqualTo(403);
				assertThat(write(mvc, Who.THE_OPERATOR, "reload").getStatus()).as(none).isEqualTo(403);
			});
		}
	}

	@Test
	void answerToOneIsNotKeptForAnother() {
		runner(true).withPropertyValues("management.endpoint.cluster.cache.time-to-live=1h").run((context) -> {
			MockMvc mvc = mvc(context, true);
			for (String read : READS) {
				assertThat(read(mvc, Who.THE_USER_OF_THIS_MACHINE, read).getStatus()).as(read).isIn(200, 404);
				assertThat(read(mvc, Who.NOBODY_BEHIND_A_SILENT_PROXY, read).getStatus()).as(read).isEqualTo(403);
			}
		});
	}

	private void assertRefused(MockMvc mvc, Who who) throws Exception {
		for (String read : READS) {
			assertRefused(read(mvc, who, read), who + ": " + read);
		}
		for (String write : WRITES) {
			assertRefused(write(mvc, who, write), who + ": " + write);
		}
		assertThat(this.cluster.orders).as("what the cluster was asked by %s", who).isEmpty();
	}

	private static void assertRefused(MockHttpServletResponse response, String operation) throws IOException {
		assertThat(response.getStatus()).as(operation).isIn(401, 403);
		assertThat(response.getContentAsString()).as(operation)
			.doesNotContain(SECRET, "4711", "READY", "generation", directory.toString());
	}

	private static MockHttpServletResponse read(MockMvc mvc, Who who, String path) throws Exception {
		return send(mvc, who, MockMvcRequestBuilders.request(HttpMethod.GET, "/actuator/cluster" + path));
	}

	private static MockHttpServletResponse write(MockMvc mvc, Who who, String operation) throws Exception {
		String[] parts = operation.split(" ", 2);
		MockHttpServletRequestBuilder request = MockMvcRequestBuilders.request(HttpMethod.POST,
				"/actuator/cluster/" + parts[0]);
		return send(mvc, who,
				(parts.length == 1) ? request : request.contentType(MediaType.APPLICATION_JSON).content(parts[1]));
	}

	private static MockHttpServletResponse send(MockMvc mvc, Who who, MockHttpServletRequestBuilder request)
			throws Exception {
		return mvc.perform(request.with((received) -> {
			received.setLocalAddr("127.0.0.1");
			received.setLocalPort(8080);
			received.setServerPort(8080);
			received.setRemoteAddr("127.0.0.1");
			who.send(received, directory.resolve(AccessToken.FILE));
			return received;
		})).andReturn().getResponse();
	}

	/**
	 * One application for everybody, one after the other.
	 */
	private void runForAll(boolean security, Check check) {
		runner(security).run((context) -> {
			MockMvc mvc = mvc(context, security);
			for (Who who : Who.values()) {
				this.cluster.orders.clear();
				check.check(mvc, who);
			}
		});
	}

	private static MockMvc mvc(WebApplicationContext context, boolean security) {
		Filter[] filters = security ? new Filter[] { context.getBean("springSecurityFilterChain", Filter.class) }
				: new Filter[0];
		return MockMvcBuilders.webAppContextSetup(context).addFilters(filters).build();
	}

	private WebApplicationContextRunner runner(boolean security) {
		WebApplicationContextRunner runner = new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
							DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
							EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
							WebEndpointAutoConfiguration.class, ManagementContextAutoConfiguration.class,
							ServletManagementContextAutoConfiguration.class, ClusterActuatorAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=cluster")
			.withBean(Cluster.class, () -> this.cluster)
			.withUserConfiguration(FakeKernel.class);
		return security ? runner.withUserConfiguration(OpenChain.class) : runner;
	}

	/**
	 * What a test does with the application for somebody.
	 */
	private interface Check {

		void check(MockMvc mvc, Who who) throws Exception;

	}

	/**
	 * Knows the process at the other end by its port.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FakeKernel {

		@Bean
		AccessToken token() throws IOException {
			return AccessToken.create(directory);
		}

		@Bean
		ClusterAccess access(AccessProperties properties, AccessToken token) {
			return new ProvenAccess(AuthorityProof.of(properties.authority()),
					Objects.requireNonNull(AccessToken.read(token.file().getParent())),
					(client, server) -> switch (client.getPort()) {
						case Who.CURL -> null;
						case Who.NGINX, Who.OTHER_USER -> Doubt.OTHER_USER;
						case Who.SOCAT -> Doubt.RELAY;
						default -> Doubt.NO_SOCKET;
					});
		}

	}

	/**
	 * A filter chain that lets everybody through, as for an application with its own idea
	 * of what is open.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class OpenChain {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		/**
		 * Spring Security's own take as long as they can.
		 */
		@Bean
		PasswordEncoder plainText() {
			return new PasswordEncoder() {

				@Override
				public String encode(CharSequence password) {
					return password.toString();
				}

				@Override
				public boolean matches(CharSequence password, String encoded) {
					return encoded.contentEquals(password);
				}

			};
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("user").password("secret").roles("USER").build(),
					User.withUsername("operator").password("secret").authorities("CLUSTER_ADMIN").build());
		}

	}

}
