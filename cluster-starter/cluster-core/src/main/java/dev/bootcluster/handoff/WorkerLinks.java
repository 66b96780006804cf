// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.HashMap;
import java.util.Map;

import dev.bootcluster.ipc.HandoffCode;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Brings together, in whatever order they arrive, a worker the primary expects, its
 * handoff channel and its readiness. Everything happens on one event loop.
 */
final class WorkerLinks {

	private final Map<Long, Expected> expected = new HashMap<>();

	private final Intake intake;

	private final SlowStart slowStart;

	WorkerLinks(Intake intake, SlowStart slowStart) {
		this.intake = intake;
		this.slowStart = slowStart;
	}

	void expect(long launch, int slot) {
		this.expected.put(launch, new Expected(slot));
	}

	void admit(long launch) {
		Expected worker = this.expected.get(launch);
		if (worker != null && !worker.admitted) {
			worker.admitted = true;
			if (worker.link != null) {
				add(worker.link);
			}
		}
	}

	long release(long launch) {
		Expected worker = this.expected.get(launch);
		if (worker == null) {
			return 0;
		}
		worker.admitted = false;
		if (worker.link == null) {
			return 0;
		}
		this.intake.remove(worker.link);
		return worker.link.sent();
	}

	void forget(long launch) {
		this.expected.remove(launch);
	}

	WorkerLink connected(long launch, EpollDomainSocketChannel channel) {
		Expected worker = this.expected.get(launch);
		if (worker == null || worker.link != null) {
			throw new IllegalStateException("No worker is expected with launch number " + launch);
		}
		WorkerLink link = new WorkerLink(launch, worker.slot, channel, this.slowStart);
		worker.link = link;
		if (worker.admitted) {
			add(link);
		}
		return link;
	}

	void answered(WorkerLink link, HandoffCode code) {
		this.intake.answered(link, code);
	}

	void lost(WorkerLink link) {
		forget(link.launch());
		this.intake.lost(link);
	}

	private void add(WorkerLink link) {
		link.admitted();
		this.intake.add(link);
	}

	/**
	 * A spawned worker.
	 */
	private static final class Expected {

		private final int slot;

		private @Nullable WorkerLink link;

		private boolean admitted;

		Expected(int slot) {
			this.slot = slot;
		}

	}

}
