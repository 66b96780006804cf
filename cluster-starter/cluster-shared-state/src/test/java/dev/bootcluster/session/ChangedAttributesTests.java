// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterSessionRepository} that looks for objects in sessions which
 * were changed and not set again.
 */
class ChangedAttributesTests {

	@TempDir
	static Path directory;

	private static TestRedis redis;

	private static LettuceConnectionFactory connections;

	private ClusterSessionRepository repository;

	@BeforeAll
	static void start() throws IOException {
		redis = TestRedis.start(directory);
		connections = (LettuceConnectionFactory) RepositoryVariant.CLUSTER.connect(redis.port());
	}

	@AfterAll
	static void stop() {
		connections.destroy();
		redis.close();
	}

	@BeforeEach
	void create() {
		this.repository = new ClusterSessionRepository(connections, new JdkSerializationRedisSerializer());
		this.repository.setDetectsChanges(true);
	}

	@Test
	void objectThatWasChangedIsWrittenAlthoughItWasNotSet() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("cart", new ArrayList<>(List.of("apple")));
		session.setAttribute("other", new ArrayList<>(List.of("nut")));
		this.repository.save(session);
		session.<List<String>>getAttribute("cart").add("pear");
		assertThat(session.isSaved()).as("after it was saved for the first time").isFalse();
		this.repository.save(session);
		ClusterSession found = find(session);
		assertThat(found.<List<String>>getAttribute("cart")).containsExactly("apple", "pear");
		found.<List<String>>getAttribute("cart").add("plum");
		this.repository.save(found);
		assertThat(found.isSaved()).isTrue();
		ClusterSession last = find(session);
		assertThat(last.<List<String>>getAttribute("cart")).containsExactly("apple", "pear", "plum");
		assertThat(last.<List<String>>getAttribute("other")).containsExactly("nut");
	}

	/**
	 * Unlike with {@link org.springframework.session.SaveMode#ON_GET_ATTRIBUTE}.
	 */
	@Test
	void requestThatOnlyReadsOverwritesNothing() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("cart", new ArrayList<>(List.of("apple")));
		this.repository.save(session);
		ClusterSession reader = visit(session);
		assertThat(reader.<List<String>>getAttribute("cart")).containsExactly("apple");
		ClusterSession writer = visit(session);
		writer.<List<String>>getAttribute("cart").add("pear");
		this.repository.save(writer);
		assertThat(reader.isSaved()).isTrue();
		this.repository.save(reader);
		assertThat(find(session).<List<String>>getAttribute("cart")).containsExactly("apple", "pear");
	}

	@Test
	void objectThatCanNoLongerBeStoredFailsTheSave() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("cart", new ArrayList<>());
		this.repository.save(session);
		ClusterSession found = find(session);
		found.<List<Object>>getAttribute("cart").add(new Object());
		assertThatExceptionOfType(AttributeNotStorableException.class).isThrownBy(() -> this.repository.save(found))
			.withMessageContaining("'cart'");
	}

	@Test
	void textThatWasReadIsNotCompared() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("name", "apple");
		session.setAttribute("count", 7);
		this.repository.save(session);
		ClusterSession found = find(session);
		assertThat(found.<String>getAttribute("name")).isEqualTo("apple");
		assertThat(found.<Integer>getAttribute("count")).isEqualTo(7);
		assertThat(found).extracting("attributes.before").isEqualTo(Map.of());
	}

	/**
	 * What is in Redis are the bytes of another JVM, where a set of enums has another
	 * order, or of another version, whose class has one more field.
	 */
	@Test
	void objectWhoseBytesAreOthersHereWasNotChanged() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("map", new HashMap<>(1000));
		this.repository.save(session);
		ClusterSession found = visit(session);
		assertThat(found.<Map<String, String>>getAttribute("map")).isEmpty();
		assertThat(found.isSaved()).isTrue();
		found.<Map<String, String>>getAttribute("map").put("a", "b");
		assertThat(found.isSaved()).isFalse();
	}

	@Test
	void objectThatAnotherThreadIsChangingIsLeftToIt() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("restless", new Restless());
		this.repository.save(session);
		ClusterSession found = visit(session);
		found.<Restless>getAttribute("restless").whenWritten = () -> {
			throw new ConcurrentModificationException();
		};
		assertThat(found.isSaved()).isTrue();
		this.repository.save(found);
	}

	/**
	 * As in a request that goes on in another thread.
	 */
	@Test
	void attributeMayBeReadWhileOthersAreCompared() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("restless", new Restless());
		session.setAttribute("one", new ArrayList<>());
		session.setAttribute("two", new ArrayList<>());
		this.repository.save(session);
		ClusterSession found = visit(session);
		found.<Restless>getAttribute("restless").whenWritten = () -> {
			found.getAttribute("one");
			found.getAttribute("two");
		};
		assertThat(found.isSaved()).isTrue();
	}

	/**
	 * Has something happen while it is written.
	 */
	static class Restless implements Serializable {

		private static final long serialVersionUID = 1L;

		transient Runnable whenWritten;

		private void writeObject(ObjectOutputStream target) throws IOException {
			target.defaultWriteObject();
			if (this.whenWritten != null) {
				this.whenWritten.run();
			}
		}

	}

	private ClusterSession visit(ClusterSession session) {
		return Objects.requireNonNull(this.repository.findByIdAndVisit(session.getId()));
	}

	private ClusterSession find(ClusterSession session) {
		return Objects.requireNonNull(this.repository.findById(session.getId()));
	}

}
