// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.bootcluster.ClusterException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The dashboard's streams in this process. While there is one, a thread asks the primary
 * what is new and tells all of them. They end before anything waits for them: when a
 * worker begins to drain, and before the context's web server stops gracefully. Their
 * readers then ask another process.
 */
public final class DashboardStreams implements SmartLifecycle {

	/**
	 * How many streams there may be at a time.
	 */
	static final int MAX = 16;

	static final Duration PAUSE = Duration.ofSeconds(1);

	/**
	 * For what the thread should have ended itself.
	 */
	private static final Duration TIMEOUT = Reader.LONGEST.multipliedBy(2);

	private static final Log logger = LogFactory.getLog(DashboardStreams.class);

	private final DashboardSource source;

	private final Pace pace;

	private final LongSupplier nanoTime;

	private final Set<Reader> readers = new LinkedHashSet<>();

	private int opening;

	private boolean closed;

	private @Nullable Runnable stop;

	/**
	 * Create streams.
	 * @param source where they have from what they tell
	 */
	public DashboardStreams(DashboardSource source) {
		this(source, Pace.ofAThread("cluster-dashboard"), System::nanoTime);
	}

	DashboardStreams(DashboardSource source, Pace pace, LongSupplier nanoTime) {
		this.source = source;
		this.pace = pace;
		this.nanoTime = nanoTime;
	}

	/**
	 * Answer a request with a stream.
	 * @param response the container's own
	 * @param cut ends the connection at once
	 * @throws ClusterException if there are too many, or the primary does not answer
	 */
	void open(HttpServletRequest request, HttpServletResponse response, Feed feed, Runnable cut) throws IOException {
		if (!reserve()) {
			// The reader asks again, on a new connection that another process gets.
			head(request, response);
			response.flushBuffer();
			return;
		}
		try {
			byte[] first = feed.next(new Look(this.source));
			head(request, response);
			EventStream stream = begin(request.startAsync(), cut);
			stream.send(first);
			add(new Reader(stream, feed, this.nanoTime.getAsLong()));
		}
		finally {
			release();
		}
	}

	private static EventStream begin(AsyncContext context, Runnable cut) throws IOException {
		try {
			context.setTimeout(TIMEOUT.toMillis());
			return EventStream.begin(context, cut);
		}
		catch (IOException | RuntimeException ex) {
			context.complete();
			throw ex;
		}
	}

	private static void head(HttpServletRequest request, HttpServletResponse response) {
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		// nginx would keep the messages until its buffer is full.
		response.setHeader("X-Accel-Buffering", "no");
		if (request.getProtocol().startsWith("HTTP/1")) {
			// With its stream the connection ends: nothing of it is left to drain.
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	private synchronized boolean reserve() {
		if (this.closed) {
			return false;
		}
		this.readers.removeIf(Reader::hasEnded);
		if (this.readers.size() + this.opening >= MAX) {
			throw new ClusterException(ClusterException.Reason.UNAVAILABLE,
					"%d dashboards are open in this process, and no more may be".formatted(MAX));
		}
		this.opening++;
		return true;
	}

	private synchronized void release() {
		this.opening--;
	}

	private void add(Reader reader) {
		boolean late;
		synchronized (this) {
			late = this.closed;
			this.readers.add(reader);
			if (this.stop == null) {
				this.stop = this.pace.every(PAUSE, this::tick);
			}
		}
		if (late) {
			end(reader);
		}
	}

	/**
	 * Tell all readers what is new. Whatever fails, there is a next time: it also cuts
	 * off those who hold up a drain.
	 */
	private void tick() {
		try {
			tellAll();
			clear();
		}
		catch (Throwable ex) {
			logger.warn("The dashboard's streams are not told what is new", ex);
		}
	}

	private void tellAll() {
		boolean answered = true;
		Look look = new Look(this.source);
		for (Reader reader : current()) {
			try {
				answered = reader.tick(answered ? look : null, this.nanoTime.getAsLong());
			}
			catch (Throwable ex) {
				failed(reader, ex);
			}
		}
	}

	private static void failed(Reader reader, Throwable ex) {
		try {
			reader.cut();
			logger.warn("A stream of the dashboard is cut", ex);
		}
		catch (Throwable another) {
			// Without memory, not even that can be said; others have their turn.
			ex.addSuppressed(another);
		}
	}

	private synchronized List<Reader> current() {
		return List.copyOf(this.readers);
	}

	private synchronized void clear() {
		this.readers.removeIf(Reader::hasEnded);
		if (this.readers.isEmpty() && this.stop != null) {
			this.stop.run();
			this.stop = null;
		}
	}

	/**
	 * End all streams, and let no other begin.
	 */
	public void close() {
		List<Reader> open;
		synchronized (this) {
			this.closed = true;
			open = List.copyOf(this.readers);
		}
		open.forEach(DashboardStreams::end);
	}

	private static void end(Reader reader) {
		try {
			reader.end();
		}
		catch (Throwable ex) {
			failed(reader, ex);
		}
	}

	@Override
	public synchronized void start() {
		this.closed = false;
	}

	@Override
	public void stop() {
		close();
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.closed;
	}

	/**
	 * Stops before a web server that waits for its requests.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
