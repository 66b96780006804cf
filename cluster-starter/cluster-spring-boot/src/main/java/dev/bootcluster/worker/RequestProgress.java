// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import dev.bootcluster.ipc.RelayOrigin;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Tracks which requests a worker's Tomcat has completed and which currently hold a
 * thread. Suspended asynchronous requests, event streams and WebSockets hold none.
 */
public final class RequestProgress extends ValveBase implements AccessLog {

	/**
	 * The attribute of a request that is no work of the application's and not counted.
	 */
	public static final String UNCOUNTED = RequestProgress.class.getName() + ".uncounted";

	private static final String BEGUN = RequestProgress.class.getName() + ".begun";

	/**
	 * What fails at once is not fast, and a worker that only fails must not attract the
	 * requests of all.
	 */
	private static final long ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final LongSupplier clock;

	private final Set<Executing> executing = ConcurrentHashMap.newKeySet();

	private final LongAdder completed = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final ResponseTimes times = new ResponseTimes();

	private final LongAdder inFlight = new LongAdder();

	private final LongAdder answered = new LongAdder();

	private final LongAdder answerNanos = new LongAdder();

	private volatile Runnable onChange = () -> {
	};

	private final EventStreams streams = new EventStreams();

	/**
	 * Create a new valve that supports asynchronous requests.
	 */
	public RequestProgress() {
		this(System::nanoTime);
	}

	RequestProgress(LongSupplier clock) {
		super(true);
		this.clock = clock;
	}

	/**
	 * Called for an asynchronous request each time it is dispatched to a thread.
	 */
	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (isRelayed(request)) {
			getNext().invoke(request, response);
			return;
		}
		// Dispatches and error reports of asynchronous requests come here again.
		if (request.getCoyoteRequest().getAttributes().putIfAbsent(BEGUN, true) == null) {
			this.inFlight.increment();
			this.onChange.run();
		}
		Executing executing = new Executing(request.getCoyoteRequest(), response.getCoyoteResponse(),
				this.clock.getAsLong());
		this.executing.add(executing);
		try {
			getNext().invoke(request, response);
		}
		finally {
			if (request.isAsync()) {
				this.streams.suspended(request);
			}
			this.executing.remove(executing);
		}
	}

	/**
	 * The one place that Tomcat calls exactly once at the end of every request, including
	 * asynchronous and malformed ones.
	 * @param time nanoseconds, although Tomcat documents milliseconds; 0 if it is not
	 * known, as of malformed ones
	 */
	@Override
	public void log(Request request, Response response, long time) {
		this.streams.ended(request);
		if (request.getCoyoteRequest().getAttributes().remove(BEGUN) != null) {
			this.inFlight.decrement();
			this.onChange.run();
		}
		if (isRelayed(request) || request.getAttribute(UNCOUNTED) != null) {
			return;
		}
		boolean error = isError(request, response) && !isClientGone(request, response);
		if (error) {
			this.errors.increment();
		}
		// An event stream lasts as long as its client listens.
		if (time > 0 && !(isAsynchronous(request) && EventStreams.is(response.getContentType()))) {
			this.times.record(time);
			this.answered.increment();
			this.answerNanos.add(error ? Math.max(time, ERROR_NANOS) : time);
		}
		this.completed.increment();
	}

	private static boolean isAsynchronous(Request request) {
		return request.getAsyncContextInternal() != null;
	}

	/**
	 * The worker that a client has asked counts its request.
	 */
	private static boolean isRelayed(Request request) {
		return request.getCoyoteRequest().getAttribute(RelayOrigin.ATTRIBUTE) != null;
	}

	/**
	 * An exception after the response is committed does not change its status. One that
	 * is the client's fault, or is handled, sets the attribute but no 5xx status.
	 */
	private static boolean isError(Request request, Response response) {
		int status = response.getStatus();
		return status >= 500 || (status < 400 && response.isError()
				&& request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null);
	}

	/**
	 * When a client disconnects, reads and writes fail, and Tomcat turns that into a 500.
	 * A suspended request may end before the writing thread has recorded the failure, but
	 * not before the connector has.
	 */
	private static boolean isClientGone(Request request, Response response) {
		return request.getCoyoteRequest().isExceptionPresent() || response.getCoyoteResponse().isExceptionPresent()
				|| (isAsynchronous(request) && request.getCoyoteRequest()
					.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException);
	}

	/**
	 * Reset the counts: the requests so far did not come from clients.
	 */
	void reset() {
		this.completed.reset();
		this.errors.reset();
		this.times.reset();
	}

	/**
	 * The server-sent events that are being sent.
	 */
	EventStreams streams() {
		return this.streams;
	}

	/**
	 * How long the requests took that were completed since the last call.
	 */
	ResponseTimes.Percentiles times() {
		return this.times.take();
	}

	/**
	 * Set what to call whenever the number of requests in flight changes; it must be
	 * quick.
	 */
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	/**
	 * The number of requests that were begun and have not ended, including those that
	 * hold no thread.
	 */
	int inFlight() {
		return Math.max(0, this.inFlight.intValue());
	}

	/**
	 * The number of requests whose time is known.
	 */
	long answered() {
		return this.answered.sum();
	}

	/**
	 * The time that these took, all together, where an error counts as a second at least.
	 */
	long answerNanos() {
		return this.answerNanos.sum();
	}

	/**
	 * The number of completed requests.
	 */
	long completed() {
		return this.completed.sum();
	}

	/**
	 * The number of those that ended with a server error.
	 */
	long errors() {
		return this.errors.sum();
	}

	/**
	 * The number of requests that currently hold a thread.
	 */
	int executing() {
		return this.executing.size();
	}

	/**
	 * The requests that currently hold a thread.
	 */
	List<Executing> executingRequests() {
		return List.copyOf(this.executing);
	}

	/**
	 * The longest time that an executing request has made no progress, 0 if there is
	 * none.
	 */
	long oldestMillis() {
		long now = this.clock.getAsLong();
		long oldest = 0;
		for (Executing executing : this.executing) {
			oldest = Math.max(oldest, executing.still(now));
		}
		return TimeUnit.NANOSECONDS.toMillis(oldest);
	}

	@Override
	public void setRequestAttributesEnabled(boolean requestAttributesEnabled) {
		// Addresses are not logged.
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
