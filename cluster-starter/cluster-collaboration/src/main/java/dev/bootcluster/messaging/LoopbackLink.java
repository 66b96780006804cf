// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.CollaborationRequest.Performer;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Receipt;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.SharedValueState;
import org.jspecify.annotations.Nullable;

/**
 * Plays the primary for a standalone application as its only worker: the application
 * receives its own messages, leads, and computes its own values.
 */
public final class LoopbackLink implements Link {

	private static final Performer ALONE = new Alone();

	private static final Sender SELF = new Sender(1, 1, ProcessHandle.current().pid());

	private final Map<Class<? extends FromPrimary>, Consumer<FromPrimary>> listeners = new ConcurrentHashMap<>();

	private final Queue<Receipt> unheard = new ConcurrentLinkedQueue<>();

	private final AtomicLong versions = new AtomicLong();

	@Override
	public int slot() {
		return SELF.slot();
	}

	@Override
	public void send(FromWorker message) {
		if (message instanceof FromWorker.Post post) {
			post(post.letter());
		}
		else if (message instanceof FromWorker.Taken taken) {
			taken(taken.letters());
		}
		else if (message instanceof FromWorker.Computed computed && computed.value() != null) {
			hear(new FromPrimary.Shared(computed.name(), this.versions.incrementAndGet(), computed.value()));
		}
	}

	/**
	 * The sender gets its receipt only when the letter has been handled, so that it waits
	 * for itself.
	 */
	private void post(Letter letter) {
		boolean here = letter.kind() == Kind.BROADCAST || letter.to() == 0 || letter.to() == SELF.slot();
		if (here) {
			this.unheard.add(new Receipt(letter.id(), 1));
			hear(new FromPrimary.Deliver(letter.signed(SELF)));
		}
		else {
			hear(new FromPrimary.Posted(List.of(new Receipt(letter.id(), 0))));
		}
	}

	private void taken(int letters) {
		List<Receipt> receipts = Stream.generate(this.unheard::poll).limit(letters).filter(Objects::nonNull).toList();
		hear(new FromPrimary.Posted(receipts));
	}

	@Override
	public <R> @Nullable R ask(CollaborationRequest<R> request) {
		return request.perform(ALONE);
	}

	@Override
	public <M extends FromPrimary> void on(Class<M> type, Consumer<M> listener) {
		this.listeners.put(type, (message) -> listener.accept(type.cast(message)));
		if (type == FromPrimary.Leader.class) {
			hear(new FromPrimary.Leader(1, SELF.slot(), SELF.pid()));
		}
	}

	private void hear(FromPrimary message) {
		Consumer<FromPrimary> listener = this.listeners.get(message.getClass());
		if (listener != null) {
			listener.accept(message);
		}
	}

	/**
	 * Grants every job and every computation to the only worker.
	 */
	private static final class Alone implements Performer {

		@Override
		public boolean claim(String job, long due) {
			return true;
		}

		@Override
		public void finished(String job, long due) {
			// Nobody waits for the end of a run.
		}

		@Override
		public SharedValueState value(String name) {
			return new SharedValueState(null, true);
		}

	}

}
