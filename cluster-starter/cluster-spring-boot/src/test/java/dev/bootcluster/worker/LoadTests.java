// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.ipc.LoadReport;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Load}, of the requests in a Tomcat.
 */
class LoadTests {

	@TempDir
	private Path directory;

	private final RequestProgress progress = new RequestProgress();

	private final AtomicInteger changes = new AtomicInteger();

	private final CountDownLatch released = new CountDownLatch(1);

	private TestTomcat tomcat;

	private Load load;

	@BeforeEach
	void start() throws Exception {
		this.tomcat = new TestTomcat(this.directory, this.progress);
		this.tomcat.start((request, response) -> {
			if (request.getParameter("wait") != null) {
				awaitRelease();
			}
			if (request.getParameter("fail") != null) {
				response.sendError(500);
			}
		});
		this.tomcat.get().join();
		awaitAnswered(1);
		this.progress.onChange(this.changes::incrementAndGet);
		this.load = new Load(() -> 7, this.progress);
	}

	@AfterEach
	void stop() throws Exception {
		this.released.countDown();
		this.tomcat.stop();
	}

	@Test
	void requestsBeforeItAreNotInIt() {
		assertThat(this.load.get()).isEqualTo(new LoadReport(7, 0, 0, 0));
	}

	@Test
	void requestIsInFlightUntilItEndsAndThenAnsweredOnce() {
		this.tomcat.get("?wait=1");
		Await.until("the request", () -> this.progress.executing() == 1);
		assertThat(this.load.get()).isEqualTo(new LoadReport(7, 1, 0, 0));
		assertThat(this.changes).hasValue(1);
		this.released.countDown();
		awaitAnswered(2);
		Await.until("its end", () -> this.changes.get() == 2);
		LoadReport report = this.load.get();
		assertThat(report.inFlight()).isZero();
		assertThat(report.answered()).isOne();
		assertThat(report.micros()).isBetween(1, (int) TimeUnit.MINUTES.toMicros(1));
		assertThat(this.load.get()).isEqualTo(new LoadReport(7, 0, 0, 0));
	}

	@Test
	void whatFailsAtOnceIsNotFast() {
		assertThat(this.tomcat.get("?fail=1").join()).isEqualTo(500);
		awaitAnswered(2);
		LoadReport report = this.load.get();
		assertThat(report.answered()).isOne();
		assertThat(report.micros()).isGreaterThanOrEqualTo((int) TimeUnit.SECONDS.toMicros(1));
	}

	private void awaitAnswered(long requests) {
		Await.until(requests + " answered requests",
				() -> this.progress.answered() == requests && this.progress.completed() == requests);
	}

	private void awaitRelease() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
