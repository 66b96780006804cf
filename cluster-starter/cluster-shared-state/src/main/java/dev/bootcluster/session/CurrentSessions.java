// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.session.SessionRepository;

/**
 * Gives the application's one session filter the sessions of the request its thread is
 * working on. On other threads, it delegates to the repository.
 */
final class CurrentSessions implements SessionRepository<ClusterSession> {

	private final ClusterSessionRepository repository;

	private final ThreadLocal<@Nullable RequestSessions> current = new ThreadLocal<>();

	CurrentSessions(ClusterSessionRepository repository) {
		this.repository = repository;
	}

	/**
	 * Bind a request to the calling thread.
	 * @param request the request
	 * @return unbinds it when closed
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

	/**
	 * Save the sessions of the calling thread's request that are not saved yet.
	 */
	void saveForgotten() {
		RequestSessions sessions = this.current.get();
		if (sessions != null) {
			sessions.saveForgotten();
		}
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
	 * The time during which a request is bound to a thread.
	 */
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
