// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Everything that happened, in order: each event is logged, kept for queries and passed
 * to the follower. The oldest events are forgotten.
 */
public final class EventLog {

	static final int CAPACITY = 1000;

	/**
	 * Keeps all events together within one frame of the control channel, even if JSON
	 * escapes every character. The log has the whole sentence.
	 */
	static final int MAX_DETAIL = 600;

	private static final Log logger = LogFactory.getLog(EventLog.class);

	private final Deque<ClusterEvent> events = new ArrayDeque<>();

	private final InstantSource clock;

	private final int capacity;

	private IntSupplier reload = () -> 0;

	private Consumer<ClusterEvent> follower = (event) -> {
	};

	private long last;

	public EventLog(InstantSource clock) {
		this(clock, CAPACITY);
	}

	public EventLog(InstantSource clock, int capacity) {
		this.clock = clock;
		this.capacity = capacity;
	}

	/**
	 * Set what supplies the id of the running reload, 0 if there is none.
	 */
	public void duringReload(IntSupplier reload) {
		this.reload = reload;
	}

	/**
	 * Set who is told of every event from now on.
	 */
	public void follower(Consumer<ClusterEvent> follower) {
		this.follower = follower;
	}

	/**
	 * Record something expected in a worker's life.
	 * @param what completes the sentence that the worker's name begins
	 */
	public void info(ClusterEventType type, WorkerHandle worker, String what) {
		info(type, EventSubject.of(worker), sentence(worker, what));
	}

	/**
	 * Record trouble with a worker that the primary acts on.
	 * @param what completes the sentence that the worker's name begins
	 */
	public void warn(ClusterEventType type, WorkerHandle worker, String what) {
		warn(type, EventSubject.of(worker), sentence(worker, what));
	}

	/**
	 * Record what recurs so often that it would only fill the log.
	 */
	void debug(ClusterEventType type, WorkerHandle worker, String what) {
		String detail = sentence(worker, what);
		logger.debug(detail);
		add(type, EventSubject.of(worker), detail);
	}

	public void info(ClusterEventType type, EventSubject subject, String detail) {
		logger.info(detail);
		add(type, subject, detail);
	}

	public void warn(ClusterEventType type, EventSubject subject, String detail) {
		logger.warn(detail);
		add(type, subject, detail);
	}

	public void error(ClusterEventType type, EventSubject subject, String detail) {
		logger.error(detail);
		add(type, subject, detail);
	}

	/**
	 * Return what happened after an event, newest last.
	 * @param id the event's id; an id never issued stems from another cluster, so all
	 * events come after it
	 */
	public List<ClusterEvent> after(long id) {
		long from = (id > this.last) ? 0 : id;
		return this.events.stream().filter((event) -> event.id() > from).toList();
	}

	private void add(ClusterEventType type, EventSubject subject, String detail) {
		int reload = (subject.reload() > 0) ? subject.reload() : this.reload.getAsInt();
		ClusterEvent event = new ClusterEvent(++this.last, this.clock.instant(), type, subject.slot(), subject.pid(),
				subject.generation(), reload, shortened(detail));
		if (this.events.size() == this.capacity) {
			this.events.removeFirst();
		}
		this.events.addLast(event);
		this.follower.accept(event);
	}

	private static String sentence(WorkerHandle worker, String what) {
		return "%s %s".formatted(worker, what);
	}

	private static String shortened(String detail) {
		return (detail.length() <= MAX_DETAIL) ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
	}

}
