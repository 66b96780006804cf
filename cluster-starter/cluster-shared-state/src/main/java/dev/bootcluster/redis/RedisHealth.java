// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.bootcluster.SharedStateInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one Redis: told by those who use it and by a {@link RedisProbe}, asked
 * by those who are about to use it. An outage is one line in the log at its beginning and
 * one at its end, whoever has met it. Can be used by any thread; a success costs nobody
 * anything, and nobody waits for Redis here.
 */
public final class RedisHealth {

	/**
	 * A request reads and writes its session with four commands. While one takes longer
	 * than this, they cannot all succeed within its budget.
	 */
	static final Duration SLOW = RequestBudget.OF_A_REQUEST.dividedBy(4);

	/**
	 * Without trouble for so long, an outage is over: a node of several that fails, and
	 * others that do not, are one outage.
	 */
	static final Duration CALM = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(RedisHealth.class);

	private final LongSupplier nanos;

	private final Set<RedisUse> uses = new ConcurrentSkipListSet<>(Comparator.comparing(RedisUse::name));

	private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

	/**
	 * What has been met since the last answer, so that each kind is told once.
	 */
	private final Set<RedisTrouble.Kind> met = EnumSet.noneOf(RedisTrouble.Kind.class);

	private volatile State state = State.UNKNOWN;

	private volatile Alarm alarm = (trouble, begins) -> {
	};

	private SharedStateInfo info = new SharedStateInfo(SharedStateInfo.Status.DOWN, Instant.now(),
			"Redis has not answered yet");

	private @Nullable Long lastTrouble;

	private long began;

	private long failures;

	RedisHealth() {
		this(System::nanoTime);
	}

	RedisHealth(LongSupplier nanos) {
		this.nanos = nanos;
	}

	void addUse(RedisUse use) {
		this.uses.add(use);
	}

	/**
	 * What it is used for, always in the same order.
	 */
	Collection<RedisUse> uses() {
		return this.uses;
	}

	/**
	 * Say who looks into trouble.
	 */
	void setAlarm(Alarm alarm) {
		this.alarm = alarm;
	}

	/**
	 * Have somebody hear how Redis is doing from now on.
	 * @param listener the listener
	 */
	public void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Whether asking would be in vain and take time, of threads that others need.
	 * @return {@code true} if Redis is not to be asked
	 */
	public boolean isBlocked() {
		return this.state == State.BLOCKED;
	}

	/**
	 * Whether Redis is there and not in trouble.
	 * @return {@code true} if so
	 */
	public boolean isServing() {
		return this.state == State.SERVING;
	}

	/**
	 * What is known now, for people.
	 * @return the state
	 */
	public synchronized SharedStateInfo info() {
		return this.info;
	}

	/**
	 * The first probe is about to open the connection. Requests that tried meanwhile
	 * would stand in line for the one that opens it.
	 */
	synchronized void opening() {
		if (this.state == State.UNKNOWN) {
			this.state = State.BLOCKED;
		}
	}

	/**
	 * A command failed. An interrupted thread was stopped by somebody, which says nothing
	 * about Redis.
	 * @param failure what it threw
	 * @param took how long whoever sent it had to wait
	 * @return why, {@code null} if that is not Redis' fault
	 */
	public @Nullable RedisTrouble failed(Throwable failure, Duration took) {
		RedisTrouble trouble = RedisTrouble.of(failure);
		if (trouble != null && !Thread.currentThread().isInterrupted()) {
			failed(trouble, took);
		}
		return trouble;
	}

	void failed(RedisTrouble trouble, Duration took) {
		boolean begins;
		boolean news;
		synchronized (this) {
			begins = this.state == State.SERVING || this.lastTrouble == null;
			if (begins) {
				begin(trouble);
			}
			this.info = new SharedStateInfo(SharedStateInfo.Status.DOWN, this.info.since(), trouble.reason());
			this.lastTrouble = this.nanos.getAsLong();
			this.failures++;
			this.state = this.state.afterTrouble(trouble.kind(), took);
			news = this.met.add(trouble.kind());
		}
		if (begins || news) {
			this.alarm.raise(trouble, begins);
		}
	}

	private void begin(RedisTrouble trouble) {
		this.began = this.nanos.getAsLong();
		this.failures = 0;
		this.info = new SharedStateInfo(SharedStateInfo.Status.DOWN, Instant.now(), trouble.reason());
		logger.warn("Redis is in trouble, %s: %s".formatted(allUses(RedisUse::cost), trouble.reason()));
	}

	/**
	 * A probe succeeded.
	 * @param took how long that took
	 */
	synchronized void answered(Duration took) {
		long now = this.nanos.getAsLong();
		this.met.clear();
		boolean calm = this.lastTrouble == null || now - this.lastTrouble >= CALM.toNanos();
		State next = this.state.afterAnswer(took, calm);
		if (next == State.SERVING && this.state != State.SERVING) {
			if (this.lastTrouble != null) {
				logger.info("Redis serves %s again, after %.1f s in which %d commands failed".formatted(
						allUses(RedisUse::name), Duration.ofNanos(now - this.began).toMillis() / 1000.0,
						this.failures));
			}
			this.info = new SharedStateInfo(SharedStateInfo.Status.UP, Instant.now(), "");
		}
		this.state = next;
	}

	String allUses(Function<RedisUse, String> words) {
		return this.uses.stream().map(words).collect(Collectors.joining(" and "));
	}

	/**
	 * Tell all listeners something; one that fails is no reason for others not to hear
	 * it.
	 */
	void tell(Consumer<Listener> news) {
		for (Listener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.error("A listener failed on a change of Redis' state: " + listener, ex);
			}
		}
	}

	/**
	 * Wants to know how Redis is doing. All calls come from the thread that probes it,
	 * one after the other, and no probe is sent before they return.
	 */
	public interface Listener {

		/**
		 * A probe was answered. Redis may be in trouble all the same: other commands or
		 * other nodes fail, or did so a moment ago.
		 */
		void redisAnswers();

		/**
		 * An outage begins, or another kind of trouble came up in it.
		 * @param trouble what has happened
		 */
		void redisFails(RedisTrouble trouble);

	}

	/**
	 * Called by whoever meets trouble, and not to keep him.
	 */
	@FunctionalInterface
	interface Alarm {

		void raise(RedisTrouble trouble, boolean begins);

	}

	/**
	 * What is done with those who want to ask Redis.
	 */
	private enum State {

		/**
		 * They may: nobody has looked yet.
		 */
		UNKNOWN,

		/**
		 * They may.
		 */
		SERVING,

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
			return (calm || this == SERVING) ? SERVING : FAILING;
		}

	}

}
