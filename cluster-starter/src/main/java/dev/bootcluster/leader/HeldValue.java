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

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.Message;
import dev.bootcluster.ipc.Operation;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.ipc.Wire;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One shared value as one worker has it. Safe for use by any thread.
 */
final class HeldValue {

	private static final Log logger = LogFactory.getLog(HeldValue.class);

	/**
	 * How long to wait for another worker's first computation before asking again.
	 */
	private static final long ASK_AGAIN_MILLIS = 100;

	/**
	 * Longer than a first computation may take.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final ThreadLocal<@Nullable HeldValue> COMPUTED_HERE = new ThreadLocal<>();

	private final String name;

	private final Duration refresh;

	private final Callable<@Nullable Object> computation;

	private final JavaType type;

	private final JsonMapper mapper;

	private final Link link;

	/**
	 * What is known, {@code null} until something is.
	 */
	private volatile @Nullable Known known;

	private final AtomicBoolean computing = new AtomicBoolean();

	/**
	 * Whether the last computation failed, or the last value could not be read.
	 */
	private boolean failing;

	HeldValue(String name, Duration refresh, Callable<@Nullable Object> computation, JavaType type, JsonMapper mapper,
			Link link) {
		this.name = name;
		this.refresh = refresh;
		this.computation = computation;
		this.type = type;
		this.mapper = mapper;
		this.link = link;
	}

	String name() {
		return this.name;
	}

	Duration refresh() {
		return this.refresh;
	}

	/**
	 * How long ago the value came.
	 * @return {@code null} if there is none
	 */
	@Nullable Duration age(Instant now) {
		Known known = this.known;
		return (known != null) ? Duration.between(known.since(), now) : null;
	}

	/**
	 * The same as a number of seconds, {@code NaN} if there is none.
	 */
	double ageInSeconds() {
		Duration age = age(Instant.now());
		return (age != null) ? age.toMillis() / 1000.0 : Double.NaN;
	}

	/**
	 * Read the value. Only the very first read may have to wait for it.
	 * @throws ClusterException if there is none and it cannot be computed
	 */
	@Nullable Object read() {
		return first().value();
	}

	/**
	 * Get the value if it is not known yet: from the cluster, or by computing it for all.
	 */
	void fetch() {
		first();
	}

	private Known first() {
		Known known = this.known;
		long deadline = (known == null) ? System.nanoTime() + PATIENCE.toNanos() : 0;
		while (known == null) {
			SharedValueState state = ask();
			if (state.value() != null) {
				accept(state.value());
			}
			else if (state.compute()) {
				compute();
			}
			else {
				awaitOther(deadline);
			}
			known = this.known;
		}
		return known;
	}

	private SharedValueState ask() {
		JsonNode state = this.link.call(Operation.SHARED_VALUE, this.name);
		return (state != null) ? Wire.fromJson(state, SharedValueState.class) : new SharedValueState(null, true);
	}

	private synchronized void awaitOther(long deadline) {
		if (System.nanoTime() - deadline > 0) {
			throw new ClusterException(Reason.UNAVAILABLE,
					"Shared value '%s' is still being computed after %s by another worker".formatted(this.name,
							PATIENCE));
		}
		try {
			if (this.known == null) {
				wait(ASK_AGAIN_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterException(Reason.UNAVAILABLE,
					"Interrupted while waiting for shared value '%s'".formatted(this.name));
		}
	}

	/**
	 * Compute the value anew and tell all workers. What fails leaves the value as it is.
	 * Does nothing while a computation is under way here.
	 * @throws ClusterException if that fails and there is no value yet
	 */
	void compute() {
		if (!this.computing.compareAndSet(false, true)) {
			return;
		}
		try {
			this.link.send(new Message.Computed(this.name, this.mapper.writeValueAsString(computed())));
		}
		catch (Exception ex) {
			this.link.send(new Message.Computed(this.name, null));
			failed("could not be computed", ex);
			if (this.known == null) {
				throw new ClusterException(Reason.FAILED,
						"Shared value '%s' could not be computed: %s".formatted(this.name, ex));
			}
		}
		finally {
			this.computing.set(false);
		}
	}

	private @Nullable Object computed() throws Exception {
		HeldValue outer = COMPUTED_HERE.get();
		COMPUTED_HERE.set(this);
		try {
			return this.computation.call();
		}
		finally {
			COMPUTED_HERE.set(outer);
		}
	}

	/**
	 * Whether this thread is the one that computes it.
	 */
	boolean isComputedHere() {
		return COMPUTED_HERE.get() == this;
	}

	/**
	 * A worker has computed the value.
	 */
	synchronized void accept(Message.Shared shared) {
		Known known = this.known;
		if (known != null && shared.version() <= known.version()) {
			return;
		}
		try {
			Object value = this.mapper.readValue(shared.value(), this.type);
			this.known = new Known(shared.version(), value, Instant.now());
			if (this.failing) {
				logger.info("Shared value '%s' is current again".formatted(this.name));
			}
			this.failing = false;
			notifyAll();
		}
		catch (JacksonException ex) {
			failed("came in another shape than this generation of the application knows", ex);
		}
	}

	/**
	 * One line when it begins, however often it happens.
	 */
	private synchronized void failed(String how, Exception cause) {
		if (!this.failing) {
			logger.warn("Shared value '%s' %s: %s".formatted(this.name, how,
					(this.known != null) ? "the one from %s stays".formatted(this.known.since()) : "there is none yet"),
					cause);
		}
		this.failing = true;
	}

	/**
	 * A value that came.
	 *
	 * @param version grows with every value
	 * @param since when it came
	 */
	private record Known(long version, @Nullable Object value, Instant since) {

	}

}
