// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.OptionalLong;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, and what it expects to get. One thread uses it at a time.
 */
public interface Workload {

	/**
	 * The next request.
	 * @param random the client's source of chance
	 * @return the request
	 */
	Request next(Random random);

	/**
	 * Compare an answer, whose status is 2xx, with what was asked for.
	 * @param request the last request
	 * @param response its answer
	 * @return what is wrong with it, or {@code null}
	 */
	@Nullable String problem(Request request, Response response);

	/**
	 * The process that answered.
	 * @param response a good answer
	 * @return its pid, if the answer tells it
	 */
	default OptionalLong pid(Response response) {
		return OptionalLong.empty();
	}

	/**
	 * The same workload for another client, with a state of its own.
	 * @return the workload, or this one if it has no state
	 */
	default Workload forClient() {
		return this;
	}

	static Workload hello() {
		return new HelloWorkload("/hello");
	}

	/**
	 * Ask for {@code /slow}, which answers what {@code /hello} does.
	 * @param millis how slow
	 * @return the workload
	 */
	static Workload slow(int millis) {
		return new HelloWorkload("/slow?ms=" + millis);
	}

	/**
	 * Post random bodies and want them back.
	 * @param maxBytes the size of the biggest body
	 * @return the workload
	 */
	static Workload echo(int maxBytes) {
		return new EchoWorkload(maxBytes);
	}

	static Workload session() {
		return new SessionWorkload();
	}

}
