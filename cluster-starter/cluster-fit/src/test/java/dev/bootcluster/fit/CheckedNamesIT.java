// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start report, and what makes secrets common, know the classes of libraries by their
 * names: each is there, with the members that are looked at, in the versions that Boot
 * manages and in the named versions of others. A check for a class that nobody has any
 * more says nothing for ever.
 */
@Tag("full")
class CheckedNamesIT {

	/**
	 * Where names are found in our classes.
	 */
	private static final Pattern OURS = Pattern
		.compile("dev/bootcluster/(checks|secrets)/.*|dev/bootcluster/bootstrap/StartupChange.*");

	private static final Pattern CLASS_NAME = Pattern.compile("[a-z]\\w*(\\.[a-z]\\w*)+(\\.[A-Z]\\w*)+");

	private static final Pattern GETTER = Pattern.compile("(get|is)[A-Z]\\w*");

	/**
	 * Libraries whose version Boot manages, and in which version we know the others.
	 */
	private static final List<String> LIBRARIES = List.of("org.springframework.boot:spring-boot-starter-webmvc",
			"org.springframework.boot:spring-boot-starter-websocket",
			"org.springframework.boot:spring-boot-starter-batch",
			"org.springframework.boot:spring-boot-starter-security",
			"org.springframework.boot:spring-boot-starter-security-oauth2-authorization-server",
			"org.springframework.boot:spring-boot-starter-security-oauth2-client",
			"org.springframework.security:spring-security-webauthn", "org.springframework.session:spring-session-core",
			"org.springframework.integration:spring-integration-mqtt", "org.springframework:spring-jms",
			"jakarta.jms:jakarta.jms-api", "org.springframework:spring-context-support", "org.flywaydb:flyway-core",
			"org.liquibase:liquibase-core", "org.quartz-scheduler:quartz", "com.zaxxer:HikariCP",
			"org.apache.commons:commons-dbcp2", "com.oracle.database.jdbc:ucp:23.9.0.25.07", "io.r2dbc:r2dbc-spi",
			"org.hibernate.orm:hibernate-jcache", "org.cache2k:cache2k-spring",
			"com.github.ben-manes.caffeine:caffeine", "com.mchange:c3p0:0.11.2",
			"org.apache.tomcat:tomcat-jdbc:11.0.14", "org.eclipse.paho:org.eclipse.paho.client.mqttv3:1.2.5",
			"org.eclipse.paho:org.eclipse.paho.mqttv5.client:1.2.5",
			"org.springframework.cloud:spring-cloud-netflix-eureka-client:5.0.0",
			"org.springframework.cloud:spring-cloud-consul-discovery:5.0.0",
			"org.springframework.cloud:spring-cloud-zookeeper-discovery:5.0.0",
			"com.alibaba.cloud:spring-cloud-starter-alibaba-nacos-discovery:2025.0.0.0",
			"de.codecentric:spring-boot-admin-client:4.0.0", "org.springframework.ai:spring-ai-model:2.0.0",
			"net.javacrumbs.shedlock:shedlock-spring:7.7.0");

	/**
	 * Methods without parameters, and fields, by the class of the objects that are asked.
	 */
	private static final List<String> MEMBERS = List.of("com.zaxxer.hikari.HikariDataSource.getMaximumPoolSize()",
			"org.apache.tomcat.jdbc.pool.DataSourceProxy.getMaxActive()",
			"org.apache.commons.dbcp2.BasicDataSource.getMaxTotal()", "oracle.ucp.jdbc.PoolDataSource.getMaxPoolSize()",
			"com.mchange.v2.c3p0.ComboPooledDataSource.getMaxPoolSize()",
			"org.springframework.jdbc.datasource.DelegatingDataSource.getTargetDataSource()",
			"com.zaxxer.hikari.HikariDataSource.getJdbcUrl()", "com.mchange.v2.c3p0.ComboPooledDataSource.getJdbcUrl()",
			"org.apache.tomcat.jdbc.pool.DataSourceProxy.getUrl()", "org.apache.commons.dbcp2.BasicDataSource.getUrl()",
			"org.springframework.jdbc.datasource.SimpleDriverDataSource.getUrl()",
			"oracle.ucp.jdbc.PoolDataSource.getURL()",
			"org.springframework.web.servlet.handler.AbstractUrlHandlerMapping.getHandlerMap()",
			"jakarta.persistence.EntityManagerFactory.getCache()",
			"org.hibernate.cache.spi.CacheImplementor.getRegionFactory()",
			"org.hibernate.cache.spi.CacheImplementor.getCacheRegionNames()",
			"org.hibernate.cache.jcache.internal.JCacheRegionFactory.getCacheManager()",
			"com.nimbusds.jose.jwk.source.ImmutableJWKSet.getJWKSet()", "org.quartz.Scheduler.getMetaData()",
			"org.quartz.SchedulerMetaData.isJobStoreClustered()",
			"org.springframework.integration.mqtt.inbound.AbstractMqttMessageDrivenChannelAdapter.getClientId()",
			"org.springframework.integration.mqtt.outbound.AbstractMqttMessageHandler.getClientId()",
			"org.eclipse.paho.client.mqttv3.IMqttAsyncClient.getClientId()",
			"org.eclipse.paho.client.mqttv3.IMqttClient.getClientId()",
			"org.eclipse.paho.mqttv5.client.IMqttAsyncClient.getClientId()",
			"org.eclipse.paho.mqttv5.client.IMqttClient.getClientId()",
			"org.springframework.jms.listener.AbstractJmsListeningContainer.getClientId()",
			"org.springframework.jms.connection.SingleConnectionFactory.getClientId()",
			"org.springframework.security.web.SecurityFilterChain.getFilters()",
			"org.springframework.security.web.session.ConcurrentSessionFilter.sessionRegistry",
			"org.springframework.security.web.authentication.rememberme.RememberMeAuthenticationFilter.getRememberMeServices()",
			"org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices.getKey()");

	@ParameterizedTest
	@MethodSource
	void everyNameIsThatOfARealClassOrMember(Boot boot) throws IOException {
		List<Path> classPath = app(boot).libraries();
		Names names = Names.in(ours(classPath));
		assertThat(names.classes).hasSizeGreaterThan(45);
		try (ClassFiles files = new ClassFiles(classPath)) {
			assertThat(names.classes).filteredOn((name) -> !files.has(name)).as("Classes that nobody has").isEmpty();
			assertThat(MEMBERS).filteredOn((member) -> !files.hasMember(member))
				.as("Members that nobody has")
				.isEmpty();
		}
		assertThat(MEMBERS.stream().map(CheckedNamesIT::nameOf)).as("Members that are looked at")
			.containsAll(names.members);
	}

	/**
	 * Not with the oldest, some of whose libraries cannot be had any more.
	 */
	static Stream<Boot> everyNameIsThatOfARealClassOrMember() {
		return Stream.of(Boot.APPLICATION, Boot.NEWEST);
	}

	private static FitApp app(Boot boot) {
		FitApp app = FitApp.named("checked-names").boot(boot);
		for (String library : LIBRARIES) {
			app = app.dependency(library);
		}
		return app;
	}

	/**
	 * Return the module whose classes check.
	 */
	private static Path ours(List<Path> classPath) {
		return classPath.stream()
			.filter(Reactor::made)
			.filter((path) -> path.toString().contains("cluster-spring-boot")
					&& !path.toString().contains("cluster-spring-boot-starter"))
			.findFirst()
			.orElseThrow();
	}

	private static String nameOf(String member) {
		return member.substring(member.lastIndexOf('.') + 1).replace("()", "");
	}

	/**
	 * What our classes have in strings.
	 */
	private static final class Names extends ClassVisitor {

		private final Set<String> classes = new TreeSet<>();

		private final Set<String> members = new TreeSet<>();

		private Names() {
			super(Opcodes.ASM9);
		}

		static Names in(Path module) throws IOException {
			Names names = new Names();
			if (Files.isDirectory(module)) {
				names.read(module);
			}
			else {
				try (FileSystem jar = FileSystems.newFileSystem(module)) {
					names.read(jar.getPath("/"));
				}
			}
			return names;
		}

		private void read(Path root) throws IOException {
			try (Stream<Path> files = Files.walk(root)) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
					if (OURS.matcher(root.relativize(file).toString()).matches()) {
						new ClassReader(Files.readAllBytes(file)).accept(this, 0);
					}
				}
			}
		}

		@Override
		public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
				@Nullable Object value) {
			constant(value);
			return null;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			return new MethodVisitor(Opcodes.ASM9) {

				private @Nullable Object last;

				@Override
				public void visitLdcInsn(Object value) {
					constant(value);
					this.last = value;
				}

				@Override
				public void visitMethodInsn(int opcode, String owner, String name, String descriptor,
						boolean isInterface) {
					if (owner.endsWith("/Reflected") && name.equals("field")) {
						Names.this.members.add(String.valueOf(this.last));
					}
				}

			};
		}

		private void constant(@Nullable Object value) {
			if (value instanceof String text) {
				if (CLASS_NAME.matcher(text).matches()) {
					this.classes.add(text);
				}
				if (GETTER.matcher(text).matches()) {
					this.members.add(text);
				}
			}
		}

	}

	/**
	 * The classes of libraries and of the JDK, read without being loaded.
	 */
	private static final class ClassFiles implements AutoCloseable {

		private final URLClassLoader loader;

		ClassFiles(List<Path> classPath) {
			this.loader = new URLClassLoader(classPath.stream().map(ClassFiles::url).toArray(URL[]::new),
					ClassLoader.getPlatformClassLoader());
		}

		private static URL url(Path path) {
			try {
				return path.toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		boolean has(String className) {
			return this.loader.getResource(className.replace('.', '/') + ".class") != null;
		}

		boolean hasMember(String member) {
			String name = nameOf(member);
			return hasMember(member.substring(0, member.lastIndexOf('.')).replace('.', '/'), name,
					member.endsWith("()"));
		}

		private boolean hasMember(@Nullable String type, String name, boolean method) {
			if (type == null) {
				return false;
			}
			boolean[] found = new boolean[1];
			List<String> above = new ArrayList<>();
			try (InputStream file = this.loader.getResourceAsStream(type + ".class")) {
				if (file == null) {
					return false;
				}
				ClassReader reader = new ClassReader(file);
				reader.accept(new ClassVisitor(Opcodes.ASM9) {

					@Override
					public @Nullable MethodVisitor visitMethod(int access, String member, String descriptor,
							@Nullable String signature, String @Nullable [] exceptions) {
						found[0] |= method && member.equals(name) && descriptor.startsWith("()");
						return null;
					}

					@Override
					public @Nullable FieldVisitor visitField(int access, String member, String descriptor,
							@Nullable String signature, @Nullable Object value) {
						found[0] |= !method && member.equals(name);
						return null;
					}

				}, ClassReader.SKIP_CODE);
				above.add(String.valueOf(reader.getSuperName()));
				above.addAll(List.of(reader.getInterfaces()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return found[0] || above.stream().anyMatch((parent) -> hasMember(parent, name, method));
		}

		@Override
		public void close() throws IOException {
			this.loader.close();
		}

	}

}
