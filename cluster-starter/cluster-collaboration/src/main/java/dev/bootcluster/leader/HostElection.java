// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.Link;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Elects one leader among the workers of this host: the primary decides.
 */
final class HostElection implements Election, SmartLifecycle {

	private final Link link;

	private final long pid;

	private final Announcements announcements;

	private volatile FromPrimary.Leader leader = FromPrimary.Leader.NONE;

	private volatile boolean running;

	HostElection(Link link, ApplicationEventPublisher application) {
		this(link, ProcessHandle.current().pid(), new Announcements(application));
	}

	HostElection(Link link, long pid, Announcements announcements) {
		this.link = link;
		this.pid = pid;
		this.announcements = announcements;
	}

	@Override
	public boolean isLeader() {
		return this.leader.pid() == this.pid;
	}

	@Override
	public long term() {
		return this.leader.term();
	}

	/**
	 * The slot of the leader, 0 if there is none.
	 */
	int slot() {
		return this.leader.slot();
	}

	@Override
	public void onChange(Runnable listener) {
		this.announcements.add(listener);
	}

	/**
	 * The primary announces the leader when this worker is ready, and whenever it
	 * changes.
	 */
	@Override
	public void start() {
		this.running = true;
		this.link.on(FromPrimary.Leader.class, this::elected);
	}

	private synchronized void elected(FromPrimary.Leader leader) {
		if (leader.term() > this.leader.term()) {
			this.leader = leader;
			this.announcements.announce(new LeadershipChanged(isLeader(), leader.term(), leader.slot()));
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.announcements.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Starts before everything that may ask for the leader, and stops after it.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
