// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for the answer to a request whose session is unavailable, with Spring Session's
 * own filter and a failing repository.
 */
class SessionUnavailableTests {

	private final RedisHealth redis = new RedisWatch().of(mock(RedisConnectionFactory.class),
			RedisUse.ofHashes("sessions", "requests get 503", "key"));

	private final FailingRepository sessions = new FailingRepository();

	@SuppressWarnings("unchecked")
	private final SessionRepository<MapSession> guarded = (SessionRepository<MapSession>) new SessionGuardPostProcessor(
			() -> this.redis)
		.postProcessAfterInitialization(this.sessions, "sessions");

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void guardedRepositoryKeepsItsClass() {
		assertThat(this.guarded).isInstanceOf(FailingRepository.class).isNotSameAs(this.sessions);
	}

	@Test
	void repositoryThatCannotBeGuardedIsLeftAlone() {
		FinalRepository repository = new FinalRepository();
		assertThat(
				new SessionGuardPostProcessor(() -> this.redis).postProcessAfterInitialization(repository, "sessions"))
			.isSameAs(repository);
	}

	@Test
	void requestWithoutSessionGoesOn() throws Exception {
		this.sessions.failReading = true;
		this.request.setCookies(new Cookie("SESSION", "eA"));
		serve((request) -> {
		});
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void sessionThatCannotBeReadIs503() throws Exception {
		this.sessions.failReading = true;
		this.request.setCookies(new Cookie("SESSION", "eA"));
		serve(HttpServletRequest::getSession);
		assertUnavailable();
	}

	@Test
	void sessionThatCannotBeWrittenIs503AndItsAnswerIsNotSent() throws Exception {
		this.sessions.failWriting = true;
		this.response.setHeader("X-Set", "by a filter before");
		serve((request) -> {
			request.getSession();
			write("half an answer");
		});
		assertUnavailable();
		assertThat(this.response.getCookies()).isEmpty();
	}

	@Test
	void wrappedFailureIs503() throws Exception {
		this.sessions.failReading = true;
		this.request.setCookies(new Cookie("SESSION", "eA"));
		serve((request) -> {
			try {
				request.getSession();
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException("template", ex);
			}
		});
		assertUnavailable();
	}

	@Test
	void answerThatIsOnItsWayIsCutOff() {
		this.sessions.failReading = true;
		this.request.setCookies(new Cookie("SESSION", "eA"));
		assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> serve((request) -> {
			write("half an answer");
			this.response.setCommitted(true);
			request.getSession();
		}));
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void otherFailuresAreTheApplications() {
		assertThatIllegalStateException().isThrownBy(() -> serve((request) -> {
			throw new IllegalStateException("mine");
		})).withMessage("mine");
		this.sessions.failure = new IllegalArgumentException("not Redis");
		this.sessions.failWriting = true;
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> serve(HttpServletRequest::getSession));
	}

	@Test
	void asynchronousRequestEndsWithTheAnswer() throws Exception {
		this.sessions.failWriting = true;
		this.request.setAsyncSupported(true);
		serve((request) -> {
			request.getSession();
			request.startAsync();
		});
		assertUnavailable();
		assertThat(this.request.isAsyncStarted()).isFalse();
	}

	@Test
	void repositoryIsNotAskedWhileRedisIsSilent() throws Exception {
		this.redis.failed(new QueryTimeoutException("silent"), Duration.ofSeconds(1));
		this.request.setCookies(new Cookie("SESSION", "eA"));
		serve(HttpServletRequest::getSession);
		assertUnavailable();
		assertThat(this.sessions.calls).isZero();
	}

	@Test
	void failureIsTold() throws Exception {
		this.sessions.failWriting = true;
		serve(HttpServletRequest::getSession);
		assertThat(this.redis.info().reason()).isEqualTo("Redis cannot be reached: refused");
	}

	@Test
	void resolverPassesTheFailureOnAndLeavesOthersToTheApplication() {
		SessionUnavailableResolver resolver = new SessionUnavailableResolver();
		SessionUnavailableException failure = new SessionUnavailableException("down", null);
		assertThatExceptionOfType(SessionUnavailableException.class)
			.isThrownBy(() -> resolver.resolveException(this.request, this.response, null,
					new ServletException("wrapped", failure)))
			.isSameAs(failure);
		assertThat(resolver.resolveException(this.request, this.response, null, new IllegalStateException())).isNull();
	}

	private void assertUnavailable() throws IOException {
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("1");
		assertThat(this.response.getHeader("X-Set")).isNull();
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getContentAsString()).startsWith("{\"title\":").endsWith("}");
		assertThat(this.response.getContentAsByteArray()).hasSize(this.response.getContentLength());
	}

	private void write(String text) {
		try {
			this.response.getOutputStream().print(text);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void serve(Consumer<HttpServletRequest> handler) throws ServletException, IOException {
		HttpServlet servlet = new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) {
				handler.accept(request);
			}

		};
		FilterChain chain = new MockFilterChain(servlet, new SessionUnavailableFilter(),
				new SessionRepositoryFilter<>(this.guarded));
		chain.doFilter(this.request, this.response);
	}

	/**
	 * A repository that cannot be subclassed.
	 */
	static final class FinalRepository extends MapSessionRepository {

		FinalRepository() {
			super(new ConcurrentHashMap<>());
		}

	}

	/**
	 * Sessions in memory that fail like those in Redis.
	 */
	static class FailingRepository extends MapSessionRepository {

		private boolean failReading;

		private boolean failWriting;

		private RuntimeException failure = new RedisConnectionFailureException("refused");

		private int calls;

		FailingRepository() {
			super(new ConcurrentHashMap<>());
		}

		@Override
		public @Nullable MapSession findById(String id) {
			this.calls++;
			if (this.failReading) {
				throw this.failure;
			}
			return super.findById(id);
		}

		@Override
		public void save(MapSession session) {
			this.calls++;
			if (this.failWriting) {
				throw this.failure;
			}
			super.save(session);
		}

	}

}
