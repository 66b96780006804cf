// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.data.redis.connection.DefaultMessage;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.events.SessionCreatedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LenientSessions}, with the repositories of Spring Session.
 */
@ExtendWith(OutputCaptureExtension.class)
class LenientSessionsTests {

	@TempDir
	Path directory;

	private final LenientSessions lenient = new LenientSessions();

	private TestRedis redis;

	private LettuceConnectionFactory connections;

	@BeforeEach
	void start() throws IOException {
		this.redis = TestRedis.start(this.directory);
		this.connections = (LettuceConnectionFactory) RepositoryVariant.SPRING.connect(this.redis.port());
	}

	@AfterEach
	void stop() {
		this.connections.destroy();
		this.redis.close();
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void repositoryLeavesOutWhatItCannotRead(CapturedOutput output) {
		RedisSessionRepository springs = new RedisSessionRepository(template());
		this.lenient.customize(springs);
		springs.setSaveMode(SaveMode.ALWAYS);
		SessionRepository<Session> repository = (SessionRepository) springs;
		Session session = repository.createSession();
		session.setAttribute("fruit", "apple");
		repository.save(session);
		store(session.getId(), "plant", Fruit.ofUnknownClass());
		for (int i = 0; i < 3; i++) {
			Session found = repository.findById(session.getId());
			assertThat(found.getAttributeNames()).containsExactly("fruit");
			repository.save(found);
		}
		assertThat(stored(session.getId(), "plant")).isEqualTo(Fruit.ofUnknownClass());
		assertThat(output.getOut().lines().filter((line) -> line.contains("cannot be read"))).singleElement()
			.asString()
			.contains("'plant' (class %s)".formatted(Fruit.OTHER_CLASS));
	}

	@Test
	void indexedRepositoryLeavesOutWhatItCannotRead() {
		RedisIndexedSessionRepository repository = indexed();
		var session = repository.createSession();
		session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "alice");
		repository.save(session);
		store(session.getId(), "plant", Fruit.ofUnknownClass());
		Map<String, ? extends Session> found = repository.findByPrincipalName("alice");
		assertThat(found).containsOnlyKeys(session.getId());
		assertThat(found.get(session.getId()).<Object>getAttribute("plant")).isNull();
		repository.deleteById(session.getId());
		assertThat(repository.findByPrincipalName("alice")).isEmpty();
	}

	@Test
	void newSessionIsHeardOfEvenIfNotAllOfItCanBeRead() {
		RedisIndexedSessionRepository repository = indexed();
		List<ApplicationEvent> events = new CopyOnWriteArrayList<>();
		repository.setApplicationEventPublisher((event) -> events.add((ApplicationEvent) event));
		var session = repository.createSession();
		session.setAttribute("fruit", "apple");
		repository.save(session);
		store(session.getId(), "plant", Fruit.ofUnknownClass());
		String channel = repository.getSessionCreatedChannelPrefix() + session.getId();
		repository.onMessage(new DefaultMessage(channel.getBytes(), Fruit.ofUnknownClass()), new byte[0]);
		Await.until("the event", () -> !events.isEmpty());
		SessionCreatedEvent event = (SessionCreatedEvent) events.get(0);
		assertThat(event.getSessionId()).isEqualTo(session.getId());
		assertThat(event.<Session>getSession().<String>getAttribute("fruit")).isEqualTo("apple");
	}

	@Test
	void sessionWithoutReadableTimesIsNone() {
		RedisIndexedSessionRepository repository = indexed();
		var session = repository.createSession();
		repository.save(session);
		storeField(session.getId(), "creationTime", Fruit.ofUnknownClass());
		assertThat(repository.findById(session.getId())).isNull();
	}

	private RedisIndexedSessionRepository indexed() {
		RedisIndexedSessionRepository repository = new RedisIndexedSessionRepository(template());
		this.lenient.customize(repository);
		return repository;
	}

	private RedisTemplate<String, Object> template() {
		RedisTemplate<String, Object> template = new RedisTemplate<>();
		template.setKeySerializer(RedisSerializer.string());
		template.setHashKeySerializer(RedisSerializer.string());
		template.setConnectionFactory(this.connections);
		template.afterPropertiesSet();
		return template;
	}

	private void store(String id, String attribute, byte[] value) {
		storeField(id, "sessionAttr:" + attribute, value);
	}

	private void storeField(String id, String field, byte[] value) {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.hashCommands().hSet(("spring:session:sessions:" + id).getBytes(), field.getBytes(), value);
		}
	}

	private byte[] stored(String id, String attribute) {
		try (RedisConnection connection = this.connections.getConnection()) {
			return connection.hashCommands()
				.hGet(("spring:session:sessions:" + id).getBytes(), ("sessionAttr:" + attribute).getBytes());
		}
	}

}
