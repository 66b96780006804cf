// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;

/**
 * Beans whose type alone says that workers multiply or cannot share them.
 */
enum KnownBean implements ClusterCheck {

	SIMPLE_BROKER("simple-broker", CheckLevel.WARN,
			"org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler",
			"%s is Spring's simple STOMP broker: messages reach only clients of the worker that sends them",
			"Use enableStompBrokerRelay with a broker, or pass messages on to all workers with ClusterMessages"),

	EUREKA("service-registry", CheckLevel.WARN,
			"org.springframework.cloud.netflix.eureka.serviceregistry.EurekaAutoServiceRegistration",
			"%s registers all workers as one instance: each worker that drains signs the whole service off",
			"Set eureka.instance.instance-id=${spring.application.name}:${cluster.worker.generation}:${cluster.worker.slot}"),

	CONSUL("service-registry", CheckLevel.WARN,
			"org.springframework.cloud.consul.serviceregistry.ConsulAutoServiceRegistration",
			"%s registers all workers as one instance: each worker that drains signs the whole service off",
			"Set spring.cloud.consul.discovery.instance-id=${spring.application.name}-${cluster.worker.generation}-${cluster.worker.slot}"),

	ZOOKEEPER("service-registry", CheckLevel.WARN,
			"org.springframework.cloud.zookeeper.serviceregistry.ZookeeperAutoServiceRegistration",
			"%s registers each worker, all with the same address: clients count this host N times",
			"Register once, outside of the workers, and set spring.cloud.zookeeper.discovery.register=false"),

	NACOS("service-registry", CheckLevel.WARN, "com.alibaba.cloud.nacos.registry.NacosAutoServiceRegistration",
			"%s registers all workers as one instance: each worker that drains signs the whole service off",
			"Register once, outside of the workers, and set spring.cloud.nacos.discovery.register-enabled=false"),

	ADMIN_CLIENT("service-registry", CheckLevel.WARN,
			"de.codecentric.boot.admin.client.registration.ApplicationRegistrator",
			"%s registers all workers as one instance at Spring Boot Admin",
			"Set spring.boot.admin.client.auto-deregistration=false, and see each worker at /actuator/cluster"),

	FLYWAY("migration", CheckLevel.INFO, "org.flywaydb.core.Flyway",
			"%s migrates the database in the first worker of a new version, while the old version still serves",
			"Write migrations that the old version can live with; for long ones raise cluster.worker.boot-timeout"),

	LIQUIBASE("migration", CheckLevel.INFO, "liquibase.integration.spring.SpringLiquibase",
			"%s migrates the database in the first worker of a new version, while the old version still serves",
			"Write migrations that the old version can live with; for long ones raise cluster.worker.boot-timeout"),

	BATCH("batch-jobs", CheckLevel.INFO, "org.springframework.boot.batch.autoconfigure.JobLauncherApplicationRunner",
			"%s runs Spring Batch jobs in the first worker only, and not again after a reload",
			"Start those that should run then, or at certain times, from a @ClusterScheduled or @OnLeader method"),

	REMEMBER_ME_TOKENS("local-state", CheckLevel.WARN,
			"org.springframework.security.web.authentication.rememberme.InMemoryTokenRepositoryImpl",
			"%s keeps remember-me tokens in each worker for itself", "Use a JdbcTokenRepositoryImpl"),

	ONE_TIME_TOKENS("local-state", CheckLevel.WARN,
			"org.springframework.security.authentication.ott.InMemoryOneTimeTokenService",
			"%s keeps one-time tokens in each worker for itself: most logins with one fail",
			"Use a JdbcOneTimeTokenService"),

	AUTHORIZATIONS("local-state", CheckLevel.WARN,
			"org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService",
			"%s keeps authorizations in each worker for itself: others refuse the codes and tokens it issues",
			"Use a JdbcOAuth2AuthorizationService"),

	AUTHORIZED_CLIENTS("local-state", CheckLevel.WARN,
			"org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService",
			"%s keeps access tokens in each worker for itself: others do not have those of users who logged in there",
			"Use a JdbcOAuth2AuthorizedClientService, or an HttpSessionOAuth2AuthorizedClientRepository"),

	PASSKEYS("local-state", CheckLevel.WARN,
			"org.springframework.security.web.webauthn.management.MapUserCredentialRepository",
			"%s keeps passkeys in each worker for itself", "Use a JdbcUserCredentialRepository"),

	SESSIONS("local-state", CheckLevel.WARN, "org.springframework.session.MapSessionRepository",
			"%s keeps sessions in each worker for itself",
			"Remove it, so that sessions are shared in Redis; if they cannot be, see cluster.balancing=sticky"),

	CHAT_MEMORY("local-state", CheckLevel.WARN, "org.springframework.ai.chat.memory.InMemoryChatMemoryRepository",
			"%s keeps conversations in each worker for itself", "Use a JdbcChatMemoryRepository"),

	METADATA_STORE("local-state", CheckLevel.WARN, "org.springframework.integration.metadata.SimpleMetadataStore",
			"%s remembers in each worker for itself what has been processed", "Use a RedisMetadataStore");

	private final String check;

	private final CheckLevel level;

	private final String type;

	private final String subject;

	private final String remedy;

	KnownBean(String check, CheckLevel level, String type, String subject, String remedy) {
		this.check = check;
		this.level = level;
		this.type = type;
		this.subject = subject;
		this.remedy = remedy;
	}

	@Override
	public String getName() {
		return this.check;
	}

	/**
	 * Return the name of the beans' class or of one it extends.
	 */
	String type() {
		return this.type;
	}

	@Override
	public CheckLevel level() {
		return this.level;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		return application.beansOfType(this.type)
			.keySet()
			.stream()
			.map((name) -> finding("Bean '%s'".formatted(name)))
			.toList();
	}

	/**
	 * Return what is to be said of such an object.
	 * @param what the object
	 */
	ClusterFinding finding(String what) {
		return new ClusterFinding(this.subject.formatted(what), this.remedy);
	}

}
