// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.bootcluster.test.Await;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what {@link ClusterSessionRepository} does beyond Spring Session's.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterSessionRepositoryTests {

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
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0 })
	void sessionWithAnIntervalOfZeroOrLessNeverExpires(int seconds) {
		this.repository.setDefaultMaxInactiveInterval(Duration.ofSeconds(seconds));
		ClusterSession session = saved();
		assertThat(redis.number("PTTL " + key(session))).isEqualTo(-1);
		ClusterSession found = find(session);
		found.setLastAccessedTime(Instant.now().minus(Duration.ofDays(1000)));
		this.repository.save(found);
		assertThat(find(session)).isNotNull();
		found.setMaxInactiveInterval(Duration.ofDays(2000));
		this.repository.save(found);
		assertThat(redis.number("PTTL " + key(session))).isPositive();
	}

	@Test
	void visitPutsTheExpiryOffAndNeedsNoSave() {
		ClusterSession session = saved();
		redis.call("PEXPIRE " + key(session) + " 60000");
		// Times are stored in milliseconds.
		Await.until("a later time", () -> Instant.now().toEpochMilli() > session.getLastAccessedTime().toEpochMilli());
		ClusterSession visited = this.repository.findByIdAndVisit(session.getId());
		visited.setLastAccessedTime(Instant.now());
		assertThat(visited.isSaved()).isTrue();
		assertThat(redis.number("PTTL " + key(session))).isGreaterThan(Duration.ofMinutes(20).toMillis());
		assertThat(find(session).getLastAccessedTime()).isAfter(session.getLastAccessedTime());
		visited.setAttribute("fruit", new Fruit("pear"));
		this.repository.save(visited);
		assertThat(find(session).<Fruit>getAttribute("fruit")).isEqualTo(new Fruit("pear"));
	}

	@Test
	void slowRequestDoesNotBringTheExpiryOfALaterVisitForward() {
		ClusterSession session = saved();
		ClusterSession slow = this.repository.findByIdAndVisit(session.getId());
		redis.call("PEXPIRE " + key(session) + " " + Duration.ofHours(3).toMillis());
		slow.setAttribute("fruit", new Fruit("pear"));
		this.repository.save(slow);
		assertThat(redis.number("PTTL " + key(session))).isGreaterThan(Duration.ofHours(2).toMillis());
		slow.setMaxInactiveInterval(Duration.ofMinutes(7));
		this.repository.save(slow);
		assertThat(redis.number("PTTL " + key(session))).isBetween(1L, Duration.ofMinutes(7).toMillis());
	}

	@Test
	void sessionThatWasVisitedAndThenChangesItsIdExpires() {
		ClusterSession visited = this.repository.findByIdAndVisit(saved().getId());
		visited.changeSessionId();
		this.repository.save(visited);
		assertThat(redis.number("PTTL " + key(visited))).isPositive();
	}

	@Test
	void visitOfASessionWithATimeOfItsOwnIsSavedAsEver() {
		ClusterSession session = saved();
		session.setMaxInactiveInterval(Duration.ofHours(9));
		this.repository.save(session);
		redis.call("PEXPIRE " + key(session) + " 60000");
		ClusterSession visited = this.repository.findByIdAndVisit(session.getId());
		visited.setLastAccessedTime(Instant.now());
		assertThat(redis.number("PTTL " + key(session))).isLessThanOrEqualTo(60000);
		assertThat(visited.isSaved()).isFalse();
		this.repository.save(visited);
		assertThat(redis.number("PTTL " + key(session))).isGreaterThan(Duration.ofHours(8).toMillis());
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0 })
	void visitOfASessionThatNeverExpires(int seconds) {
		this.repository.setDefaultMaxInactiveInterval(Duration.ofSeconds(seconds));
		ClusterSession session = saved();
		redis.call("PEXPIRE " + key(session) + " 60000");
		assertThat(this.repository.findByIdAndVisit(session.getId())).isNotNull();
		assertThat(redis.number("PTTL " + key(session))).isEqualTo(-1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4, 5, 100, 40_000 })
	void visitReadsAnyNumberOfFields(int attributes) {
		ClusterSession session = this.repository.createSession();
		for (int i = 0; i < attributes; i++) {
			session.setAttribute("name" + i, i);
		}
		this.repository.save(session);
		assertThat(visit(session).getAttributeNames()).hasSize(attributes);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 32, 255, 256, 65_535, 65_536, 1_000_000 })
	void visitReadsValuesOfAnyLength(int length) {
		ClusterSession session = saved();
		byte[] value = new byte[length];
		new Random(length).nextBytes(value);
		storeField(session, "sessionAttr:" + "n".repeat(length), value);
		SessionVisit visit = new SessionStore(connections).visit(key(session), new byte[0], new byte[0],
				SessionExpiry.KEPT);
		assertThat(visit.noted()).isFalse();
		assertThat(visit.hash()).hasSize(5).containsEntry("sessionAttr:" + "n".repeat(length), value);
	}

	/**
	 * Spring MVC cleans up after an include (DispatcherServlet.setCleanupAfterInclude).
	 */
	@Test
	void sessionThatOnlyAnIncludeUsedIsSaved() throws Exception {
		ClusterSession session = saved();
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(new Cookie("SESSION", Base64.getEncoder().encodeToString(session.getId().getBytes())));
		FilterChain chain = (included, response) -> {
			List<String> before = Collections.list(included.getAttributeNames());
			((HttpServletRequest) included).getSession().setAttribute("fruit", "apple");
			Collections.list(included.getAttributeNames())
				.stream()
				.filter((name) -> !before.contains(name))
				.forEach(included::removeAttribute);
		};
		ClusterSessionFilter.of(this.repository, SessionRepositoryFilter::new)
			.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(find(session).<String>getAttribute("fruit")).isEqualTo("apple");
	}

	@Test
	void visitCreatesNothing() {
		assertThat(this.repository.findByIdAndVisit("nobody")).isNull();
		assertThat(redis.number("EXISTS spring:session:sessions:nobody")).isZero();
	}

	@Test
	void laterTimeThanTheVisitIsWritten() {
		ClusterSession session = saved();
		ClusterSession visited = this.repository.findByIdAndVisit(session.getId());
		Instant later = Instant.now().plus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS);
		visited.setLastAccessedTime(later);
		assertThat(visited.isSaved()).isFalse();
		this.repository.save(visited);
		assertThat(find(session).getLastAccessedTime()).isEqualTo(later);
	}

	@Test
	void sessionThatIsSavedIsNotWrittenAgain() {
		ClusterSession session = saved();
		redis.call("DEL " + key(session));
		this.repository.save(session);
		assertThat(find(session)).isNull();
	}

	@Test
	void changeIsKeptWhenItCouldNotBeWritten() {
		ClusterSession session = saved();
		session.setAttribute("broken", new Object());
		session.setAttribute("fruit", "apple");
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> this.repository.save(session))
			.withMessageContaining("Session attribute 'broken' (java.lang.Object)");
		session.removeAttribute("broken");
		this.repository.save(session);
		assertThat(find(session).<String>getAttribute("fruit")).isEqualTo("apple");
	}

	@Test
	void flushBringsNoInvalidatedSessionBack() {
		this.repository.setFlushMode(FlushMode.IMMEDIATE);
		ClusterSession session = this.repository.createSession();
		this.repository.deleteById(session.getId());
		assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("fruit", "apple"));
		assertThat(redis.number("EXISTS " + key(session))).isZero();
	}

	@Test
	void unreadableAttributeIsLeftOutAndTheRestIsThere(CapturedOutput output) {
		ClusterSession session = saved();
		store(session, "plant", Fruit.ofUnknownClass());
		store(session, "text", "nonsense".getBytes(StandardCharsets.UTF_8));
		for (int i = 0; i < 3; i++) {
			ClusterSession found = find(session);
			assertThat(found.<Object>getAttribute("plant")).isNull();
			assertThat(found.getAttributeNames()).containsExactly("fruit");
			assertThat(found.<Fruit>getAttribute("fruit")).isEqualTo(new Fruit("apple"));
			assertThat(found.<Object>getAttribute("plant")).isNull();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("cannot be read"))).hasSize(2)
			.anyMatch((line) -> line.contains("'plant' (class %s)".formatted(Fruit.OTHER_CLASS))
					&& line.contains("ClassNotFoundException"))
			.anyMatch((line) -> line.contains("'text' (unknown class)") && line.contains("StreamCorrupted"));
	}

	@Test
	void unreadableAttributeStaysForThoseWhoCanReadIt() {
		ClusterSession session = saved();
		store(session, "plant", Fruit.ofUnknownClass());
		for (SaveMode saveMode : SaveMode.values()) {
			this.repository.setSaveMode(saveMode);
			ClusterSession found = find(session);
			assertThat(found.getAttributeNames()).containsExactly("fruit");
			found.setAttribute("fruit", new Fruit("pear"));
			found.setLastAccessedTime(Instant.now());
			this.repository.save(found);
			assertThat(stored(session, "plant")).as(saveMode.name()).isEqualTo(Fruit.ofUnknownClass());
		}
	}

	@Test
	void unreadableAttributeCanBeReplacedAndRemoved() {
		ClusterSession session = saved();
		store(session, "plant", Fruit.ofUnknownClass());
		ClusterSession found = find(session);
		found.setAttribute("plant", "oak");
		this.repository.save(found);
		assertThat(find(session).<String>getAttribute("plant")).isEqualTo("oak");
		store(session, "plant", Fruit.ofUnknownClass());
		found = find(session);
		found.removeAttribute("plant");
		this.repository.save(found);
		assertThat(stored(session, "plant")).isNull();
	}

	@Test
	void sessionWithoutItsTimesIsNoneAndStays() {
		ClusterSession session = saved();
		redis.call("HDEL " + key(session) + " creationTime");
		assertThat(find(session)).isNull();
		assertThat(redis.number("EXISTS " + key(session))).isOne();
		storeField(session, "creationTime", Fruit.ofUnknownClass());
		assertThat(find(session)).isNull();
	}

	@Test
	void sessionMayHoldManyAttributes() {
		ClusterSession session = this.repository.createSession();
		for (int i = 0; i < 10_000; i++) {
			session.setAttribute("name" + i, i);
		}
		this.repository.save(session);
		assertThat(find(session).getAttributeNames()).hasSize(10_000);
	}

	@Test
	void scriptThatRedisForgotIsSentAgain() {
		ClusterSession session = saved();
		redis.call("SCRIPT FLUSH");
		session.setAttribute("fruit", new Fruit("pear"));
		this.repository.save(session);
		assertThat(find(session).<Fruit>getAttribute("fruit")).isEqualTo(new Fruit("pear"));
	}

	@Test
	void namespaceAndIdsAreThoseThatWereSet() {
		this.repository.setRedisKeyNamespace(" mine ");
		this.repository.setSessionIdGenerator(() -> "42");
		this.repository.save(this.repository.createSession());
		assertThat(redis.number("EXISTS mine:sessions:42")).isOne();
		assertThatIllegalArgumentException().isThrownBy(() -> this.repository.setRedisKeyNamespace(" "));
	}

	private ClusterSession saved() {
		ClusterSession session = this.repository.createSession();
		session.setAttribute("fruit", new Fruit("apple"));
		this.repository.save(session);
		return session;
	}

	private ClusterSession visit(ClusterSession session) {
		return this.repository.findByIdAndVisit(session.getId());
	}

	private ClusterSession find(ClusterSession session) {
		return this.repository.findById(session.getId());
	}

	private static void store(ClusterSession session, String attribute, byte[] value) {
		storeField(session, "sessionAttr:" + attribute, value);
	}

	private static void storeField(ClusterSession session, String field, byte[] value) {
		try (RedisConnection connection = connections.getConnection()) {
			connection.hashCommands().hSet(key(session).getBytes(), field.getBytes(), value);
		}
	}

	private static byte[] stored(ClusterSession session, String attribute) {
		try (RedisConnection connection = connections.getConnection()) {
			return connection.hashCommands().hGet(key(session).getBytes(), ("sessionAttr:" + attribute).getBytes());
		}
	}

	private static String key(ClusterSession session) {
		return "spring:session:sessions:" + session.getId();
	}

}
