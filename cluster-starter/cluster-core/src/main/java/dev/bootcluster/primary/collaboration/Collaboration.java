// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;

/**
 * What workers do together: messages, a leader, jobs that run once, shared values. Used
 * on the loop only.
 */
public final class Collaboration implements WorkerObserver {

	private final MessageRouter messages;

	private final Leadership leadership;

	private final SharedValues values;

	private final JobRuns jobs = new JobRuns();

	public Collaboration(WorkerPool pool, Slots slots, TaskLoop loop) {
		this.messages = new MessageRouter(pool, slots, loop);
		this.leadership = new Leadership(pool, slots);
		this.values = new SharedValues(pool);
	}

	/**
	 * Return the leader's slot, 0 if there is none.
	 */
	public int leader() {
		return this.leadership.current().slot();
	}

	@Override
	public void ready(WorkerHandle worker) {
		worker.tell(this.leadership.current());
	}

	@Override
	public void serving(WorkerHandle worker) {
		this.leadership.check();
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		this.values.pay(worker);
		this.leadership.check();
	}

	@Override
	public void draining(WorkerHandle worker) {
		this.leadership.check();
	}

	@Override
	public void disconnected(WorkerHandle worker) {
		gone(worker);
	}

	@Override
	public void exited(WorkerHandle worker) {
		gone(worker);
	}

	/**
	 * A worker can no longer be reached.
	 */
	private void gone(WorkerHandle worker) {
		this.messages.gone(worker);
		this.values.gone(worker);
		this.leadership.check();
	}

	public void posted(WorkerHandle worker, Letter letter) {
		this.messages.post(worker, letter);
	}

	public void taken(WorkerHandle worker, int letters) {
		this.messages.taken(worker, letters);
	}

	public void computed(WorkerHandle worker, FromWorker.Computed computed) {
		this.values.computed(worker, computed);
	}

	/**
	 * Return what makes the decisions that a worker leaves to the primary.
	 */
	public CollaborationRequest.Performer performer(WorkerHandle worker) {
		return new CollaborationRequest.Performer() {

			@Override
			public boolean claim(String job, long due) {
				return Collaboration.this.jobs.claim(worker, job, due);
			}

			@Override
			public void finished(String job, long due) {
				Collaboration.this.jobs.finished(worker, job, due);
			}

			@Override
			public SharedValueState value(String name) {
				return Collaboration.this.values.ask(worker, name);
			}

		};
	}

}
