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

package dev.bootcluster.primary;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ReloadInfo;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as the primary has it: every question and order goes to the loop.
 */
final class PrimaryCluster implements Cluster {

	private static final int TIMEOUT_SECONDS = 2;

	private final TaskLoop loop;

	private final ClusterReport report;

	private final Reloads reloads;

	private final SlotOrders orders;

	private final EventLog events;

	PrimaryCluster(TaskLoop loop, ClusterReport report, Reloads reloads, SlotOrders orders, EventLog events) {
		this.loop = loop;
		this.report = report;
		this.reloads = reloads;
		this.orders = orders;
		this.events = events;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.PRIMARY;
	}

	@Override
	public ClusterInfo info() {
		return await(this.report::info);
	}

	@Override
	public ReloadInfo reload() {
		return await(() -> this.reloads.begin(false).info());
	}

	@Override
	public ReloadInfo dryRun() {
		return await(() -> this.reloads.begin(true).info());
	}

	@Override
	public ReloadInfo rollBack() {
		return await(() -> this.reloads.rollBack().info());
	}

	@Override
	public Optional<ReloadInfo> lastReload() {
		return await(() -> Optional.ofNullable(this.reloads.last()).map(Reload::info));
	}

	@Override
	public List<ClusterEvent> events(long after) {
		return await(() -> this.events.after(after));
	}

	@Override
	public void restart(int slot) {
		order(() -> this.orders.restart(slot));
	}

	@Override
	public ReloadInfo restartAll() {
		return await(() -> this.reloads.restart().info());
	}

	@Override
	public void stop(int slot) {
		order(() -> this.orders.stop(slot));
	}

	@Override
	public void start(int slot) {
		order(() -> this.orders.start(slot));
	}

	@Override
	public void startAll() {
		order(() -> this.orders.startAll());
	}

	@Override
	public void pause(int slot) {
		order(() -> this.orders.pause(slot));
	}

	@Override
	public void resume(int slot) {
		order(() -> this.orders.resume(slot));
	}

	@Override
	public void scale(String workers) {
		order(() -> this.orders.scale(workers));
	}

	private void order(Runnable order) {
		await(() -> {
			order.run();
			return true;
		});
	}

	private <T> T await(Supplier<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				answer.complete(question.get());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		});
		@Nullable Throwable failure = null;
		try {
			return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			failure = ex.getCause();
		}
		if (failure instanceof TimeoutException) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary does not answer");
		}
		throw (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

}
