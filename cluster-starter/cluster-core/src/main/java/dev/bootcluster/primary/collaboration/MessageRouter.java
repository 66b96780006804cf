// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Receipt;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Passes letters between workers. Letters from one sender reach a worker in the order in
 * which they were posted.
 */
final class MessageRouter {

	private final WorkerPool pool;

	private final Slots slots;

	private final TaskLoop loop;

	private final Map<WorkerHandle, Mailbox> mailboxes = new HashMap<>();

	/**
	 * Receipts to send together once the letters posted so far have been handled.
	 */
	private final Map<WorkerHandle, List<Receipt>> receipts = new LinkedHashMap<>();

	/**
	 * The requests each worker has not answered yet.
	 */
	private final Map<WorkerHandle, Map<Request, WorkerHandle>> unanswered = new HashMap<>();

	private long turn;

	MessageRouter(WorkerPool pool, Slots slots, TaskLoop loop) {
		this.pool = pool;
		this.slots = slots;
		this.loop = loop;
	}

	/**
	 * A worker posted a letter.
	 */
	void post(WorkerHandle sender, Letter letter) {
		List<WorkerHandle> receivers = receivers(sender, letter);
		if (receivers.isEmpty()) {
			receipt(sender, new Receipt(letter.id(), 0));
			return;
		}
		Letter signed = letter
			.signed(new Sender(sender.identity().launch(), sender.identity().slot(), sender.process().pid()));
		Settlement settlement = new Settlement(sender, new Receipt(letter.id(), receivers.size()));
		for (WorkerHandle receiver : receivers) {
			note(sender, signed, receiver);
			mailbox(receiver).put(signed, settlement::settled);
		}
	}

	/**
	 * A worker is done with letters.
	 */
	void taken(WorkerHandle worker, int letters) {
		mailbox(worker).taken(letters);
	}

	/**
	 * A worker can no longer be reached: fail the requests that wait for its answer.
	 */
	void gone(WorkerHandle worker) {
		this.receipts.remove(worker);
		Mailbox mailbox = this.mailboxes.remove(worker);
		if (mailbox != null) {
			mailbox.close();
		}
		Map<Request, WorkerHandle> requests = this.unanswered.remove(worker);
		if (requests != null) {
			requests.forEach((request, sender) -> fail(request, sender, worker));
		}
	}

	private void fail(Request request, WorkerHandle sender, WorkerHandle worker) {
		if (sender.isConnected()) {
			Letter failure = new Letter(Kind.FAILURE, request.launch(), 0, request.id(), null, "UNAVAILABLE",
					worker + " ended before it answered");
			mailbox(sender).put(failure, () -> {
			});
		}
	}

	private Mailbox mailbox(WorkerHandle worker) {
		return this.mailboxes.computeIfAbsent(worker, (key) -> new Mailbox(key, this.loop));
	}

	private List<WorkerHandle> receivers(WorkerHandle sender, Letter letter) {
		return switch (letter.kind()) {
			case BROADCAST -> ready().toList();
			case SEND, REQUEST -> (letter.to() == 0) ? any(sender) : one(inSlot(letter.to()));
			case RESPONSE, FAILURE -> one(this.pool.find(letter.to()));
		};
	}

	private Stream<WorkerHandle> ready() {
		return this.pool.workers().stream().filter((worker) -> worker.isReady() && !worker.identity().trainee());
	}

	/**
	 * Return the next worker in turn; the sender itself only if there is no other.
	 */
	private List<WorkerHandle> any(WorkerHandle sender) {
		List<WorkerHandle> others = ready().filter((worker) -> worker != sender).toList();
		if (others.isEmpty()) {
			return one(sender.isReady() ? sender : null);
		}
		return List.of(others.get((int) (this.turn++ % others.size())));
	}

	/**
	 * Return the worker that owns the slot, else one about to take it over.
	 */
	private @Nullable WorkerHandle inSlot(long number) {
		Slot slot = this.slots.find((int) number);
		if (slot != null && slot.isServed()) {
			return slot.worker();
		}
		return ready().filter((worker) -> worker.identity().slot() == number).findFirst().orElse(null);
	}

	private static List<WorkerHandle> one(@Nullable WorkerHandle worker) {
		return (worker != null && worker.isConnected()) ? List.of(worker) : List.of();
	}

	private void note(WorkerHandle sender, Letter letter, WorkerHandle receiver) {
		if (letter.kind() == Kind.REQUEST) {
			this.unanswered.computeIfAbsent(receiver, (key) -> new HashMap<>())
				.put(new Request(sender.identity().launch(), letter.id()), sender);
		}
		else if (letter.kind() == Kind.RESPONSE || letter.kind() == Kind.FAILURE) {
			this.unanswered.getOrDefault(sender, new HashMap<>()).remove(new Request(letter.to(), letter.answers()));
		}
	}

	private void receipt(WorkerHandle sender, Receipt receipt) {
		if (this.receipts.isEmpty()) {
			this.loop.execute(this::sendReceipts);
		}
		this.receipts.computeIfAbsent(sender, (key) -> new ArrayList<>()).add(receipt);
	}

	private void sendReceipts() {
		this.receipts.forEach((sender, receipts) -> sender.tell(new FromPrimary.Posted(receipts)));
		this.receipts.clear();
	}

	/**
	 * Identifies a request by its sender's launch and its id.
	 */
	private record Request(long launch, long id) {

	}

	/**
	 * Gives the sender its receipt once the last receiver's mailbox is done with the
	 * letter.
	 */
	private final class Settlement {

		private final WorkerHandle sender;

		private final Receipt receipt;

		private int open;

		Settlement(WorkerHandle sender, Receipt receipt) {
			this.sender = sender;
			this.receipt = receipt;
			this.open = receipt.receivers();
		}

		void settled() {
			if (--this.open == 0) {
				receipt(this.sender, this.receipt);
			}
		}

	}

}
