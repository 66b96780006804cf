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

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.bootcluster.SharedStateInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether Redis serves sessions, from what became of their commands and from
 * {@linkplain RedisWatch probes}, and holds requests off it while asking would only cost
 * time.
 */
public final class RedisAvailability implements Supplier<SharedStateInfo> {

	private static final Log logger = LogFactory.getLog(RedisAvailability.class);

	/**
	 * A request reads and writes its session with four commands. While one takes longer
	 * than this, they cannot all succeed within its budget.
	 */
	static final Duration SLOW = SessionBudget.OF_A_REQUEST.dividedBy(4);

	/**
	 * Without trouble for so long, an outage is over: a node of several that fails, and
	 * others that do not, are one outage.
	 */
	static final Duration CALM = Duration.ofSeconds(1);

	private final LongSupplier nanos;

	private volatile State state = State.BLOCKED;

	private SharedStateInfo info;

	private @Nullable Long lastTrouble;

	private long began;

	/**
	 * Begin without a connection: the first probe makes it. Requests that tried would
	 * stand in line for the one that opens it.
	 */
	public RedisAvailability() {
		this(System::nanoTime);
	}

	RedisAvailability(LongSupplier nanos) {
		this.nanos = nanos;
		this.began = nanos.getAsLong();
		this.info = new SharedStateInfo(SharedStateInfo.Status.DOWN, Instant.now(), "Redis has not answered yet");
	}

	/**
	 * Let a request through that needs its session.
	 * @throws SessionUnavailableException if it would only wait in vain
	 */
	void check() {
		if (this.state == State.BLOCKED) {
			throw new SessionUnavailableException(get().reason(), null);
		}
	}

	/**
	 * A command failed.
	 * @param trouble why
	 * @param took how long whoever sent it had to wait
	 */
	synchronized void failed(RedisTrouble trouble, Duration took) {
		long now = this.nanos.getAsLong();
		boolean begins = this.state == State.AVAILABLE;
		if (begins) {
			this.began = now;
		}
		if (begins || this.lastTrouble == null) {
			logger.warn("Sessions are unavailable, requests that need one get 503: " + trouble.reason());
		}
		this.info = new SharedStateInfo(SharedStateInfo.Status.DOWN, begins ? Instant.now() : this.info.since(),
				trouble.reason());
		this.lastTrouble = now;
		this.state = this.state.afterTrouble(trouble.kind(), took);
	}

	/**
	 * A probe succeeded.
	 * @param took how long that took
	 */
	synchronized void answered(Duration took) {
		long now = this.nanos.getAsLong();
		boolean calm = this.lastTrouble == null || now - this.lastTrouble >= CALM.toNanos();
		State next = this.state.afterAnswer(took, calm);
		if (next == State.AVAILABLE && this.state != State.AVAILABLE) {
			if (this.lastTrouble != null) {
				logger.info("Sessions are available again, after %.1f s"
					.formatted(Duration.ofNanos(now - this.began).toMillis() / 1000.0));
			}
			this.info = new SharedStateInfo(SharedStateInfo.Status.UP, Instant.now(), "");
		}
		this.state = next;
	}

	boolean isAvailable() {
		return this.state == State.AVAILABLE;
	}

	/**
	 * What is known now.
	 * @return the state
	 */
	@Override
	public synchronized SharedStateInfo get() {
		return this.info;
	}

	/**
	 * What is done with requests that need their session.
	 */
	private enum State {

		/**
		 * They get it.
		 */
		AVAILABLE,

		/**
		 * They may try: if they fail, they fail at once.
		 */
		FAILING,

		/**
		 * They may not: they would wait for nothing, on threads that others need.
		 */
		BLOCKED;

		State afterTrouble(RedisTrouble.Kind kind, Duration took) {
			boolean inVain = kind == RedisTrouble.Kind.SILENT || kind == RedisTrouble.Kind.DEMOTED
					|| took.compareTo(SLOW) >= 0;
			return (inVain || this == BLOCKED) ? BLOCKED : FAILING;
		}

		State afterAnswer(Duration took, boolean calm) {
			if (this == BLOCKED && took.compareTo(SLOW) >= 0) {
				return BLOCKED;
			}
			return (calm || this == AVAILABLE) ? AVAILABLE : FAILING;
		}

	}

}
