// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.IOException;
import java.util.function.Function;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Spring Session's filter, but it looks up each session of a request only once.
 */
final class ClusterSessionFilter extends SessionRepositoryFilter<ClusterSession> {

	private final CurrentSessions sessions;

	private final SessionRepositoryFilter<?> delegate;

	private ClusterSessionFilter(CurrentSessions sessions, SessionRepositoryFilter<?> delegate) {
		super(sessions);
		this.sessions = sessions;
		this.delegate = delegate;
	}

	/**
	 * Create a filter around Spring Session's own.
	 * @param repository the sessions
	 * @param springs creates Spring Session's own filter for a repository
	 * @return the filter
	 */
	public static ClusterSessionFilter of(ClusterSessionRepository repository,
			Function<SessionRepository<ClusterSession>, SessionRepositoryFilter<?>> springs) {
		CurrentSessions sessions = new CurrentSessions(repository);
		return new ClusterSessionFilter(sessions, springs.apply(sessions));
	}

	@Override
	public void setHttpSessionIdResolver(HttpSessionIdResolver resolver) {
		this.delegate.setHttpSessionIdResolver(resolver);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try (CurrentSessions.Scope scope = this.sessions.open(request)) {
			try {
				this.delegate.doFilter(request, response, chain);
			}
			finally {
				this.sessions.saveForgotten();
			}
		}
	}

}
