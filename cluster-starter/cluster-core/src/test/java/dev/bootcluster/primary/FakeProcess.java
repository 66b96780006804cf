// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ipc.ControlPeer;
import dev.bootcluster.primary.launch.WorkerIdentity;
import dev.bootcluster.primary.launch.WorkerProcess;

/**
 * A worker process that does what the test says; only a kill ends it without the test.
 */
public final class FakeProcess implements WorkerProcess {

	public final WorkerIdentity identity;

	public final ControlPeer control = new ControlPeer();

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	public int terminated;

	public boolean killed;

	/**
	 * What it prints before it ends, {@code null} for something meaningless.
	 */
	public List<String> lastWords;

	/**
	 * Whether it outlives a kill for a while.
	 */
	boolean survivesKill;

	public FakeProcess(WorkerIdentity identity) {
		this.identity = identity;
	}

	int slot() {
		return this.identity.slot();
	}

	public int generation() {
		return this.identity.generation();
	}

	boolean isAlive() {
		return !this.exit.isDone();
	}

	void exits(int code) {
		this.exit.complete(code);
	}

	@Override
	public long pid() {
		return 1000 + this.identity.launch();
	}

	@Override
	public CompletableFuture<Integer> exit() {
		return this.exit;
	}

	@Override
	public void terminate() {
		this.terminated++;
	}

	@Override
	public void kill() {
		this.killed = true;
		if (!this.survivesKill) {
			exits(137);
		}
	}

	@Override
	public List<String> lastLines() {
		return (this.lastWords != null) ? this.lastWords : List.of("last words of launch " + this.identity.launch());
	}

	@Override
	public String toString() {
		return "slot %d generation %d%s".formatted(slot(), generation(), isAlive() ? "" : " (gone)");
	}

}
