// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.JsonText;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.launch.WorkerIdentity;
import dev.bootcluster.process.ManualTaskLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventLogTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final EventLog events = new EventLog(() -> this.now, 10);

	@Test
	void nothingHasHappenedAtFirst() {
		assertThat(this.events.after(0)).isEmpty();
	}

	@Test
	void eventsCountFromOneAndHaveTheTimeOfTheClockNewestLast() {
		record("one");
		this.now = this.now.plusSeconds(60);
		record("two");
		assertThat(this.events.after(0)).containsExactly(
				new ClusterEvent(1, this.now.minusSeconds(60), ClusterEventType.SCALED, 0, 0, 0, 0, "one"),
				new ClusterEvent(2, this.now, ClusterEventType.SCALED, 0, 0, 0, 0, "two"));
	}

	@Test
	void whoAsksAgainGetsWhatIsNew() {
		LongStream.rangeClosed(1, 5).forEach((i) -> record("event " + i));
		assertThat(this.events.after(3)).extracting(ClusterEvent::id).containsExactly(4L, 5L);
		assertThat(this.events.after(5)).isEmpty();
		assertThat(this.events.after(-1)).hasSize(5);
	}

	@Test
	void whoKnowsAnEventOfTheClusterBeforeGetsAllOfThisOne() {
		record("one");
		assertThat(this.events.after(500)).extracting(ClusterEvent::detail).containsExactly("one");
	}

	@Test
	void oldestEventsAreForgottenAndTheirIdsNotUsedAgain() {
		LongStream.rangeClosed(1, 25).forEach((i) -> record("event " + i));
		assertThat(this.events.after(0)).extracting(ClusterEvent::id)
			.containsExactlyElementsOf(LongStream.rangeClosed(16, 25).boxed().toList());
	}

	@Test
	void logHasTheSameSentencesWithTheirLevel(CapturedOutput output) {
		FakeProcess process = new FakeProcess(new WorkerIdentity(1, 2, 3));
		WorkerHandle worker = new WorkerHandle(process.identity, process, new ManualTaskLoop().now(), 0);
		this.events.info(ClusterEventType.WORKER_STARTING, worker, "starting");
		this.events.warn(ClusterEventType.WORKER_KILLED, worker, "is being killed: why");
		this.events.error(ClusterEventType.RELOAD_FAILED, EventSubject.reload(4, 3), "Reload 4 failed");
		assertThat(output.getOut()
			.lines()
			.map((line) -> line.replaceFirst(".*\\b(INFO|WARN|ERROR)\\b.*?(?=Worker 2|Reload 4)", "$1 ")))
			.containsExactly("INFO Worker 2 (pid 1001, generation 3) starting",
					"WARN Worker 2 (pid 1001, generation 3) is being killed: why", "ERROR Reload 4 failed");
		assertThat(this.events.after(0)).extracting(ClusterEvent::detail)
			.containsExactly("Worker 2 (pid 1001, generation 3) starting",
					"Worker 2 (pid 1001, generation 3) is being killed: why", "Reload 4 failed");
		assertThat(this.events.after(1)).containsExactly(
				new ClusterEvent(2, this.now, ClusterEventType.WORKER_KILLED, 2, 1001, 3, 0,
						"Worker 2 (pid 1001, generation 3) is being killed: why"),
				new ClusterEvent(3, this.now, ClusterEventType.RELOAD_FAILED, 0, 0, 3, 4, "Reload 4 failed"));
	}

	@Test
	void eventBelongsToTheReloadItIsAboutElseToTheRunningOne() {
		this.events.duringReload(() -> 7);
		record("meanwhile");
		this.events.info(ClusterEventType.RELOAD_STARTED, EventSubject.reload(8, 2), "Reload 8");
		assertThat(this.events.after(0)).extracting(ClusterEvent::reload).containsExactly(7, 8);
	}

	@Test
	void followerHearsEachEventOnceItCanBeAskedFor() {
		List<ClusterEvent> heard = new ArrayList<>();
		this.events.follower((event) -> {
			assertThat(this.events.after(event.id() - 1)).containsExactly(event);
			heard.add(event);
		});
		record("one");
		record("two");
		assertThat(heard).isEqualTo(this.events.after(0));
	}

	@Test
	void allEventsFitIntoOneFrameHoweverLongAndOddTheyAre() {
		record("\u0001".repeat(2 * EventLog.MAX_DETAIL));
		String json = JsonText.write(Wire.toJson(this.events.after(0)));
		assertThat(json).hasSizeGreaterThan(6 * EventLog.MAX_DETAIL - 6);
		assertThat((json.length() + 50L) * EventLog.CAPACITY).isLessThan(4 * 1024 * 1024);
	}

	private void record(String detail) {
		this.events.info(ClusterEventType.SCALED, EventSubject.CLUSTER, detail);
	}

}
