// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Events on their way to one client; between two of them it occupies no thread.
 */
final class EventStream implements Runnable {

	/**
	 * A worker that is replaced ends the stream; there is another one at once.
	 */
	private static final long RECONNECT_MILLIS = 500;

	private final SseEmitter emitter;

	private final ScheduledExecutorService scheduler;

	private final long pid;

	private final int events;

	private final long pauseMillis;

	private int sent;

	private volatile boolean over;

	EventStream(SseEmitter emitter, ScheduledExecutorService scheduler, long pid, int events, long pauseMillis) {
		this.emitter = emitter;
		this.scheduler = scheduler;
		this.pid = pid;
		this.events = events;
		this.pauseMillis = pauseMillis;
	}

	void start() {
		this.emitter.onCompletion(() -> this.over = true);
		this.scheduler.execute(this);
	}

	@Override
	public void run() {
		if (this.over) {
			return;
		}
		if (this.sent == this.events) {
			this.emitter.complete();
			return;
		}
		try {
			this.sent++;
			SseEmitter.SseEventBuilder event = SseEmitter.event();
			if (this.sent == 1) {
				event.reconnectTime(RECONNECT_MILLIS);
			}
			this.emitter.send(event.id(String.valueOf(this.sent)).data(new Event(this.sent, this.pid)));
		}
		catch (IOException | IllegalStateException ex) {
			// The client has gone; the container completes the emitter.
			return;
		}
		long pause = (this.sent < this.events) ? this.pauseMillis : 0;
		this.scheduler.schedule(this, pause, TimeUnit.MILLISECONDS);
	}

	/**
	 * One event's data.
	 *
	 * @param event the event's number, from 1
	 * @param pid the process that sends it
	 */
	record Event(int event, long pid) {

	}

}
