// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.annotation.PreDestroy;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams server-sent events.
 */
@RestController
class StreamController {

	private static final Bound EVENTS = new Bound("n", 0, 10_000);

	private static final Bound MILLISECONDS = new Bound("ms", 0, 60_000);

	/** A client that does not read blocks one of these until Tomcat gives it up. */
	private static final int THREADS = 4;

	private static final long GRACE_MILLIS = 60_000;

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(THREADS, threadFactory());

	private final CurrentProcess process;

	StreamController(CurrentProcess process) {
		this.process = process;
	}

	@GetMapping("/stream")
	SseEmitter stream(@RequestParam(name = "n", defaultValue = "10") int events,
			@RequestParam(name = "ms", defaultValue = "1000") long millis) {
		EVENTS.check(events);
		MILLISECONDS.check(millis);
		SseEmitter emitter = new SseEmitter(events * millis + GRACE_MILLIS);
		new EventStream(emitter, this.scheduler, this.process.pid(), events, millis).start();
		return emitter;
	}

	@PreDestroy
	void stop() {
		this.scheduler.shutdownNow();
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("stream-");
		threadFactory.setDaemon(true);
		return threadFactory;
	}

}
