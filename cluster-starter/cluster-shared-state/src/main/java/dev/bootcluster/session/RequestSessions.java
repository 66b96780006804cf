// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.session.SessionRepository;

/**
 * The repository as the session filter of one request sees it. The filter forgets its
 * session when it commits a response, and looks it up again only for the id; this class
 * answers from memory.
 */
final class RequestSessions implements SessionRepository<ClusterSession> {

	private static final String ATTRIBUTE = RequestSessions.class.getName();

	private final ClusterSessionRepository repository;

	private final Map<String, Optional<ClusterSession>> known = new ConcurrentHashMap<>();

	private RequestSessions(ClusterSessionRepository repository) {
		this.repository = repository;
	}

	/**
	 * The sessions of a request, shared by all its dispatches.
	 * @param request the request
	 * @param repository the repository behind them
	 * @return the request's sessions
	 */
	static RequestSessions of(HttpServletRequest request, ClusterSessionRepository repository) {
		if (request.getAttribute(ATTRIBUTE) instanceof RequestSessions sessions) {
			return sessions;
		}
		RequestSessions sessions = new RequestSessions(repository);
		request.setAttribute(ATTRIBUTE, sessions);
		return sessions;
	}

	@Override
	public ClusterSession createSession() {
		return this.repository.createSession();
	}

	@Override
	public void save(ClusterSession session) {
		String before = session.storedId();
		this.repository.save(session);
		if (before != null) {
			this.known.put(before, Optional.empty());
		}
		this.known.put(session.getId(), Optional.of(session));
	}

	/**
	 * Save what the filter no longer knows of. Spring MVC removes all attributes of a
	 * request that an include has added, and with them the session that it was the first
	 * to use. A session with another id stays as it was: its client would not learn that.
	 */
	void saveForgotten() {
		for (Optional<ClusterSession> known : this.known.values()) {
			ClusterSession session = known.orElse(null);
			if (session != null && !session.isSaved() && session.getId().equals(session.storedId())) {
				this.repository.save(session);
			}
		}
	}

	@Override
	public @Nullable ClusterSession findById(String id) {
		Optional<ClusterSession> found = this.known.get(id);
		if (found == null) {
			found = Optional.ofNullable(this.repository.findByIdAndVisit(id));
			this.known.put(id, found);
		}
		return found.orElse(null);
	}

	@Override
	public void deleteById(String id) {
		this.repository.deleteById(id);
		this.known.put(id, Optional.empty());
	}

}
