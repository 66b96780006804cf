// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.session.SessionRepository;

/**
 * Leads the one session filter of the application to the sessions of the request that its
 * thread works on, and other threads to the repository.
 */
final class CurrentSessions implements SessionRepository<ClusterSession> {

	private final ClusterSessionRepository repository;

	private final ThreadLocal<@Nullable RequestSessions> current = new ThreadLocal<>();

	CurrentSessions(ClusterSessionRepository repository) {
		this.repository = repository;
	}

	/**
	 * Let the calling thread work on a request.
	 * @param request the request
	 * @return ends that
	 */
	Scope open(HttpServletRequest request) {
		RequestSessions before = this.current.get();
		this.current.set(RequestSessions.of(request, this.repository));
		return () -> {
			if (before != null) {
				this.current.set(before);
			}
			else {
				this.current.remove();
			}
		};
	}

	private SessionRepository<ClusterSession> sessions() {
		RequestSessions sessions = this.current.get();
		return (sessions != null) ? sessions : this.repository;
	}

	@Override
	public ClusterSession createSession() {
		return sessions().createSession();
	}

	@Override
	public void save(ClusterSession session) {
		sessions().save(session);
	}

	@Override
	public @Nullable ClusterSession findById(String id) {
		return sessions().findById(id);
	}

	@Override
	public void deleteById(String id) {
		sessions().deleteById(id);
	}

	/**
	 * The time in which a thread works on a request.
	 */
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
