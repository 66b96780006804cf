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

import org.springframework.data.redis.connection.RedisConnection;

/**
 * The state of one Redis. Its users and a {@link RedisProbe} report trouble; users ask
 * before they send a command. An outage is one log line when it begins and one when it
 * ends, no matter who noticed it. Safe for use by any thread; no method waits for Redis,
 * and successes need not be reported.
 */
public final class RedisHealth {

	/**
	 * A request reads and writes its session with up to four commands. If one takes
	 * longer than this, all four may not fit into the request's budget.
	 */
	static final Duration SLOW = RequestBudget.OF_A_REQUEST.dividedBy(4);

	/**
	 * An outage is over after this long without trouble. Thus it counts as one outage if
	 * one node fails while others still answer.
	 */
	static final Duration CALM = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(RedisHealth.class);

	private final LongSupplier nanos;

	private final Set<RedisUse> uses = new ConcurrentSkipListSet<>(Comparator.comparing(RedisUse::name));

	private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

	/**
	 * Kinds of trouble since the last answer, each reported once.
	 */
	private final Set<RedisTrouble.Kind> met = EnumSet.noneOf(RedisTrouble.Kind.class);

	private volatile State state = State.UNKNOWN;

	private volatile boolean used;

	private volatile boolean settled;

	private volatile Consumer<RedisConnection> ping = RedisConnection::ping;

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
	 * The uses of this Redis, always in the same order.
	 */
	Collection<RedisUse> uses() {
		return this.uses;
	}

	/**
	 * Set what is called on trouble.
	 */
	void setAlarm(Alarm alarm) {
		this.alarm = alarm;
	}

	/**
	 * Add a listener.
	 * @param listener the listener
	 */
	public void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Whether commands would only block threads and fail. Whoever asks is about to send
	 * one, so that Redis counts as used.
	 * @return {@code true} if no command should be sent
	 */
	public boolean isBlocked() {
		if (!this.used) {
			this.used = true;
		}
		return this.state == State.BLOCKED;
	}

	/**
	 * Whether somebody has asked since the last call.
	 */
	boolean takeUsed() {
		boolean used = this.used;
		this.used = false;
		return used;
	}

	/**
	 * Set a command that each probe sends in place of a ping, so that whoever needs one
	 * at this rhythm does not send its own.
	 * @param ping sends a command that every server answers, whatever its state
	 */
	public void pingWith(Consumer<RedisConnection> ping) {
		this.ping = ping;
	}

	Consumer<RedisConnection> ping() {
		return this.ping;
	}

	/**
	 * Whether Redis answers and is not in trouble.
	 */
	public boolean isServing() {
		return this.state == State.SERVING;
	}

	/**
	 * Whether anything is known about Redis: it has served or has said that it does not.
	 * That it was silent says nothing while a busy machine starts.
	 */
	boolean isSettled() {
		return this.settled;
	}

	/**
	 * The current state, for people.
	 */
	public synchronized SharedStateInfo info() {
		return this.info;
	}

	/**
	 * The first probe is about to open the connection. Until it has, requests would queue
	 * up behind it, so they are turned away.
	 */
	synchronized void opening() {
		if (this.state == State.UNKNOWN) {
			this.state = State.BLOCKED;
		}
	}

	/**
	 * Report that a command failed. Failures on an interrupted thread say nothing about
	 * Redis and do not count.
	 * @param failure what it threw
	 * @param took how long its sender waited
	 * @return the trouble, {@code null} if Redis is not to blame
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
			this.settled |= trouble.kind() != RedisTrouble.Kind.SILENT;
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
	 * @param took how long it took
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
		this.settled |= next == State.SERVING;
	}

	/**
	 * Join a text on each use, always in the same order.
	 */
	String allUses(Function<RedisUse, String> words) {
		return this.uses.stream().map(words).collect(Collectors.joining(" and "));
	}

	/**
	 * Tell all listeners, even if one of them fails.
	 */
	void tell(Consumer<Listener> news) {
		for (Listener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.error("Redis listener %s failed; the others are still notified".formatted(listener), ex);
			}
		}
	}

	/**
	 * Is told how Redis is doing. All calls come from the probe's thread, one at a time,
	 * and the next probe waits until they return.
	 */
	public interface Listener {

		/**
		 * A probe was answered. Redis may still be in trouble: other commands or nodes
		 * fail, or did a moment ago.
		 */
		void redisAnswers();

		/**
		 * An outage began, or brought another kind of trouble.
		 */
		void redisFails(RedisTrouble trouble);

	}

	/**
	 * Called on the thread that reports trouble; must not block.
	 */
	@FunctionalInterface
	interface Alarm {

		void raise(RedisTrouble trouble, boolean begins);

	}

	/**
	 * How commands are treated.
	 */
	private enum State {

		/**
		 * Allowed: nothing is known yet.
		 */
		UNKNOWN,

		/**
		 * Allowed.
		 */
		SERVING,

		/**
		 * Allowed: if they fail, they fail at once.
		 */
		FAILING,

		/**
		 * Turned away: they would block threads and fail.
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
