// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.time.Duration;

import dev.bootcluster.ClusterException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads a stream. It is told what is new on one thread, and ended on any.
 */
final class Reader {

	static final Duration LONGEST = Duration.ofMinutes(5);

	static final Duration COMMENT = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(Reader.class);

	private final EventStream stream;

	private final Feed feed;

	private final long begin;

	private long commented;

	private boolean late;

	private volatile boolean ending;

	Reader(EventStream stream, Feed feed, long now) {
		this.stream = stream;
		this.feed = feed;
		this.begin = now;
		this.commented = now;
	}

	/**
	 * Tell what is new.
	 * @param look the cluster, {@code null} if the primary does not answer
	 * @return whether the primary answers
	 */
	boolean tick(@Nullable Look look, long now) {
		if (this.ending) {
			// It has had the time to read what was sent.
			if (this.late) {
				cut();
			}
			this.late = true;
			return look != null;
		}
		if (now - this.begin >= LONGEST.toNanos()) {
			end();
			return look != null;
		}
		if (now - this.commented >= COMMENT.toNanos()) {
			this.commented = now;
			this.stream.send(Feed.COMMENT);
		}
		return look != null && tell(look);
	}

	private boolean tell(Look look) {
		try {
			byte[] messages = this.feed.next(look);
			if (messages.length > 0) {
				this.stream.send(messages);
			}
			return true;
		}
		catch (ClusterException ex) {
			logger.debug("The dashboard does not know what is new", ex);
			return false;
		}
	}

	void end() {
		this.ending = true;
		this.stream.end();
	}

	void cut() {
		this.stream.cut();
	}

	boolean hasEnded() {
		return this.stream.hasEnded();
	}

}
