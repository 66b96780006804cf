// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Shows that our repository behaves like Spring Session's: the same tests run with both,
 * with both clients and with a Redis Cluster.
 */
@ParameterizedClass
@EnumSource
class SessionContractTests {

	@TempDir
	static Path directory;

	@TempDir
	static Path clusterDirectory;

	private static TestRedis single;

	private static TestRedis cluster;

	@Parameter
	RepositoryVariant variant;

	private RedisConnectionFactory connections;

	private SessionRepository<Session> repository;

	@BeforeAll
	static void start() throws IOException {
		single = TestRedis.start(directory);
		cluster = TestRedis.startCluster(clusterDirectory);
	}

	@AfterAll
	static void stop() {
		single.close();
		cluster.close();
	}

	@BeforeEach
	void connect() {
		this.connections = this.variant.connect(server().port());
		this.repository = repository(FlushMode.ON_SAVE, SaveMode.ON_SET_ATTRIBUTE);
	}

	@AfterEach
	void disconnect() throws Exception {
		((DisposableBean) this.connections).destroy();
	}

	@Test
	void savedSessionIsFoundWithAllItHolds() {
		Session session = this.repository.createSession();
		session.setAttribute("fruit", "apple");
		session.setMaxInactiveInterval(Duration.ofMinutes(7));
		this.repository.save(session);
		Session found = find(session);
		assertThat(found.<String>getAttribute("fruit")).isEqualTo("apple");
		assertThat(found.getAttributeNames()).containsExactly("fruit");
		assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(7));
		assertThat(found.getCreationTime()).isBetween(Instant.now().minusSeconds(60), Instant.now());
		assertThat(found.isExpired()).isFalse();
	}

	@Test
	void sessionThatWasNeverSavedIsNotFound() {
		assertThat(find(this.repository.createSession())).isNull();
	}

	@Test
	void requestWritesOnlyWhatItChanged() {
		Session session = saved("a", "0", "b", "0");
		Session one = find(session);
		Session other = find(session);
		one.setAttribute("a", "1");
		other.setAttribute("b", "2");
		this.repository.save(one);
		this.repository.save(other);
		assertThat(find(session).<String>getAttribute("a")).isEqualTo("1");
		assertThat(find(session).<String>getAttribute("b")).isEqualTo("2");
	}

	@Test
	void objectThatWasChangedButNotSetIsNotWritten() {
		Session session = saved("list", new ArrayList<>(List.of("a")));
		Session found = find(session);
		found.<List<String>>getAttribute("list").add("b");
		this.repository.save(found);
		assertThat(find(session).<List<String>>getAttribute("list")).containsExactly("a");
	}

	@Test
	void sameRequestSeesTheSameObject() {
		Session found = find(saved("list", new ArrayList<>(List.of("a"))));
		found.<List<String>>getAttribute("list").add("b");
		assertThat(found.<List<String>>getAttribute("list")).containsExactly("a", "b");
	}

	@Test
	void objectThatWasReadIsWrittenOnGetAttribute() {
		this.repository = repository(FlushMode.ON_SAVE, SaveMode.ON_GET_ATTRIBUTE);
		Session session = saved("list", new ArrayList<>(List.of("a")));
		Session found = find(session);
		found.<List<String>>getAttribute("list").add("b");
		this.repository.save(found);
		assertThat(find(session).<List<String>>getAttribute("list")).containsExactly("a", "b");
	}

	@Test
	void everyAttributeIsWrittenAlways() {
		this.repository = repository(FlushMode.ON_SAVE, SaveMode.ALWAYS);
		Session session = saved("a", "0", "b", "0");
		Session slow = find(session);
		Session fast = find(session);
		fast.setAttribute("a", "1");
		fast.removeAttribute("b");
		this.repository.save(fast);
		this.repository.save(slow);
		assertThat(find(session).<String>getAttribute("a")).isEqualTo("0");
		assertThat(find(session).<String>getAttribute("b")).isEqualTo("0");
	}

	@Test
	void removedAttributeIsGone() {
		Session session = saved("fruit", "apple", "tree", "oak");
		Session found = find(session);
		found.removeAttribute("fruit");
		found.setAttribute("tree", null);
		this.repository.save(found);
		assertThat(find(session).getAttributeNames()).isEmpty();
		assertThat(find(session).<String>getAttribute("fruit")).isNull();
	}

	@Test
	void changedIdMovesTheSession() {
		Session session = saved("fruit", "apple");
		Session found = find(session);
		String id = found.changeSessionId();
		found.setAttribute("tree", "oak");
		this.repository.save(found);
		assertThat(find(session)).isNull();
		assertThat(this.repository.findById(id).getAttributeNames()).containsExactlyInAnyOrder("fruit", "tree");
		assertThat(expiresIn(id)).isBetween(1700_000L, 1800_000L);
		found.setAttribute("more", "yes");
		this.repository.save(found);
		assertThat(this.repository.findById(id).getAttributeNames()).hasSize(3);
	}

	@Test
	void idMayChangeBeforeTheFirstSave() {
		Session session = this.repository.createSession();
		String before = session.getId();
		session.changeSessionId();
		this.repository.save(session);
		assertThat(find(session)).isNotNull();
		assertThat(this.repository.findById(before)).isNull();
	}

	@Test
	void invalidatedSessionIsNotBroughtBackByAnotherRequest() {
		Session session = saved("fruit", "apple");
		Session slow = find(session);
		slow.setAttribute("fruit", "pear");
		this.repository.deleteById(session.getId());
		assertThatIllegalStateException().isThrownBy(() -> this.repository.save(slow))
			.withMessage("Session was invalidated");
		assertThat(find(session)).isNull();
		assertThat(exists(session.getId())).isFalse();
	}

	@Test
	void invalidatedSessionIsNotBroughtBackByAChangeOfItsId() {
		Session session = saved("fruit", "apple");
		Session slow = find(session);
		String id = slow.changeSessionId();
		this.repository.deleteById(session.getId());
		assertThatIllegalStateException().isThrownBy(() -> this.repository.save(slow))
			.withMessage("Session was invalidated");
		assertThat(exists(id)).isFalse();
	}

	@Test
	void sessionThatSlipsItsIdIsGoneForRequestsWithTheOldOne() {
		Session session = saved("fruit", "apple");
		Session slow = find(session);
		Session login = find(session);
		login.changeSessionId();
		this.repository.save(login);
		slow.setAttribute("fruit", "pear");
		assertThatIllegalStateException().isThrownBy(() -> this.repository.save(slow));
		assertThat(find(login).<String>getAttribute("fruit")).isEqualTo("apple");
	}

	@Test
	void savingWithoutAChangeTellsAnInvalidatedSession() {
		Session found = find(saved("fruit", "apple"));
		this.repository.deleteById(found.getId());
		assertThatIllegalStateException().isThrownBy(() -> this.repository.save(found));
	}

	@Test
	void accessPutsTheExpiryOff() {
		Session session = this.repository.createSession();
		session.setMaxInactiveInterval(Duration.ofSeconds(100));
		session.setLastAccessedTime(Instant.now().minusSeconds(90));
		this.repository.save(session);
		assertThat(expiresIn(session.getId())).isBetween(1L, 10_000L);
		Session found = find(session);
		Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
		found.setLastAccessedTime(now);
		this.repository.save(found);
		assertThat(expiresIn(session.getId())).isBetween(90_000L, 100_000L);
		assertThat(find(session).getLastAccessedTime()).isEqualTo(now);
	}

	@Test
	void expiredSessionIsNotFoundAndRemoved() {
		Session session = saved("fruit", "apple");
		Session found = find(session);
		found.setLastAccessedTime(Instant.now().minus(Duration.ofMinutes(31)));
		this.repository.save(found);
		assertThat(find(session)).isNull();
		assertThat(exists(session.getId())).isFalse();
	}

	@Test
	void changesAreFlushedAtOnceWhenAskedTo() {
		this.repository = repository(FlushMode.IMMEDIATE, SaveMode.ON_SET_ATTRIBUTE);
		Session session = this.repository.createSession();
		assertThat(find(session)).isNotNull();
		session.setAttribute("fruit", "apple");
		assertThat(find(session).<String>getAttribute("fruit")).isEqualTo("apple");
		session.removeAttribute("fruit");
		assertThat(find(session).getAttributeNames()).isEmpty();
		session.setMaxInactiveInterval(Duration.ofSeconds(50));
		assertThat(expiresIn(session.getId())).isBetween(40_000L, 50_000L);
	}

	@Test
	void othersRepositoryReadsAndWritesTheSameSessions() {
		Session session = saved("fruit", "apple");
		for (RepositoryVariant variant : List.of(RepositoryVariant.SPRING, RepositoryVariant.CLUSTER)) {
			SessionRepository<Session> other = variant.repository(this.connections, FlushMode.ON_SAVE,
					SaveMode.ON_SET_ATTRIBUTE);
			Session found = other.findById(session.getId());
			assertThat(found.<String>getAttribute("fruit")).isEqualTo("apple");
			found.removeAttribute("fruit");
			found.setAttribute("tree", "oak");
			other.save(found);
			Session again = find(session);
			assertThat(again.getAttributeNames()).containsExactly("tree");
			assertThat(again.getCreationTime().toEpochMilli()).isEqualTo(session.getCreationTime().toEpochMilli());
			again.setAttribute("fruit", "apple");
			again.removeAttribute("tree");
			this.repository.save(again);
		}
	}

	private Session saved(Object... attributes) {
		Session session = this.repository.createSession();
		for (int i = 0; i < attributes.length; i += 2) {
			session.setAttribute((String) attributes[i], attributes[i + 1]);
		}
		this.repository.save(session);
		return session;
	}

	private Session find(Session session) {
		return this.repository.findById(session.getId());
	}

	private long expiresIn(String id) {
		return server().number("PTTL test:session:sessions:" + id);
	}

	private boolean exists(String id) {
		return server().number("EXISTS test:session:sessions:" + id) == 1;
	}

	private TestRedis server() {
		return this.variant.name().endsWith("ON_REDIS_CLUSTER") ? cluster : single;
	}

	private SessionRepository<Session> repository(FlushMode flushMode, SaveMode saveMode) {
		return this.variant.repository(this.connections, flushMode, saveMode);
	}

}
