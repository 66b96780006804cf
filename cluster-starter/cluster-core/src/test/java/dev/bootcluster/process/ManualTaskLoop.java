// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A loop whose clock the test sets: nothing runs until the test says so.
 */
public final class ManualTaskLoop implements TaskLoop {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final PriorityQueue<Timer> timers = new PriorityQueue<>(
			Comparator.comparing(Timer::due).thenComparing(Timer::number));

	private final boolean atOnce;

	private boolean running;

	private Duration now = Duration.ofHours(1);

	private int numbers;

	public ManualTaskLoop() {
		this(false);
	}

	/**
	 * Create a new loop.
	 * @param atOnce whether submitted tasks run at once, unless a task is running
	 */
	public ManualTaskLoop(boolean atOnce) {
		this.atOnce = atOnce;
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.atOnce && !this.running) {
			runTasks();
		}
	}

	@Override
	public Runnable schedule(Duration delay, Runnable task) {
		Timer timer = new Timer(this.now.plus(delay), this.numbers++, task);
		this.timers.add(timer);
		return () -> this.timers.remove(timer);
	}

	@Override
	public Duration now() {
		return this.now;
	}

	/**
	 * Run what is due now and what becomes due as a result.
	 */
	public void run() {
		advance(Duration.ZERO);
	}

	/**
	 * Let time pass and run everything that becomes due on the way.
	 */
	public void advance(Duration time) {
		Duration end = this.now.plus(time);
		runTasks();
		while (!this.timers.isEmpty() && this.timers.peek().due().compareTo(end) <= 0) {
			Timer timer = this.timers.remove();
			this.now = timer.due();
			this.tasks.add(timer.task());
			runTasks();
		}
		this.now = end;
	}

	private void runTasks() {
		this.running = true;
		Runnable task;
		while ((task = this.tasks.poll()) != null) {
			task.run();
		}
		this.running = false;
	}

	/**
	 * Return how many tasks are scheduled for later.
	 */
	public int timers() {
		return this.timers.size();
	}

	@Override
	public void close() {
		this.timers.clear();
	}

	private record Timer(Duration due, int number, Runnable task) {

	}

}
