/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
