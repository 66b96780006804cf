// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventStream}.
 */
class EventStreamTests {

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
			Executors.defaultThreadFactory());

	@AfterEach
	void stop() {
		this.scheduler.shutdownNow();
	}

	@Test
	void runWhenClientHasGoneSchedulesNothing() {
		EventStream stream = new EventStream(new GoneEmitter(), this.scheduler, 42, 10, 60_000);
		stream.run();
		assertThat(this.scheduler.getQueue()).isEmpty();
	}

	@Test
	void runWhenClientStaysSchedulesTheNextEvent() {
		RecordingEmitter emitter = new RecordingEmitter();
		EventStream stream = new EventStream(emitter, this.scheduler, 42, 10, 60_000);
		stream.run();
		assertThat(emitter.sent).hasSize(1);
		assertThat(this.scheduler.getQueue()).hasSize(1);
	}

	/**
	 * An emitter that keeps what it is given.
	 */
	private static final class RecordingEmitter extends SseEmitter {

		private final List<SseEventBuilder> sent = new ArrayList<>();

		@Override
		public void send(SseEventBuilder event) {
			this.sent.add(event);
		}

	}

	/**
	 * An emitter whose client has left.
	 */
	private static final class GoneEmitter extends SseEmitter {

		@Override
		public void send(SseEventBuilder event) throws IOException {
			throw new IOException("Broken pipe");
		}

	}

}
