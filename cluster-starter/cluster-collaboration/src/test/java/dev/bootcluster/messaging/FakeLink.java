// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Link;
import org.jspecify.annotations.Nullable;

/**
 * A link to a primary played by the test.
 */
public final class FakeLink implements Link {

	private final List<FromWorker> sent = new CopyOnWriteArrayList<>();

	private final Map<Class<? extends FromPrimary>, Consumer<FromPrimary>> listeners = new HashMap<>();

	private Function<CollaborationRequest<?>, @Nullable Object> answers = (request) -> null;

	@Override
	public int slot() {
		return 2;
	}

	@Override
	public void send(FromWorker message) {
		this.sent.add(message);
	}

	@Override
	public <R> @Nullable R ask(CollaborationRequest<R> request) {
		return request.answer().cast(this.answers.apply(request));
	}

	@Override
	public <M extends FromPrimary> void on(Class<M> type, Consumer<M> listener) {
		this.listeners.put(type, (message) -> listener.accept(type.cast(message)));
	}

	/**
	 * Set the primary's answer.
	 */
	public void answers(Function<CollaborationRequest<?>, @Nullable Object> answers) {
		this.answers = answers;
	}

	/**
	 * Send a message from the primary.
	 */
	public void says(FromPrimary message) {
		this.listeners.get(message.getClass()).accept(message);
	}

	/**
	 * All messages of a type sent by the worker.
	 */
	public <M extends FromWorker> List<M> sent(Class<M> type) {
		return new ArrayList<>(this.sent).stream().filter(type::isInstance).map(type::cast).toList();
	}

}
