// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.bootcluster.test.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestProgress}, in a Tomcat.
 */
class RequestProgressTests {

	@TempDir
	private Path directory;

	private final AtomicLong clock = new AtomicLong();

	private final RequestProgress progress = new RequestProgress(this.clock::get);

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicReference<AsyncContext> async = new AtomicReference<>();

	private TestTomcat tomcat;

	@BeforeEach
	void create() {
		this.tomcat = new TestTomcat(this.directory, this.progress);
	}

	@AfterEach
	void stop() throws Exception {
		this.released.countDown();
		this.tomcat.stop();
	}

	@Test
	void completedRequestIsCountedAndHoldsNoThread() throws Exception {
		this.tomcat.start((request, response) -> {
		});
		assertThat(this.tomcat.get().join()).isEqualTo(200);
		assertThat(this.tomcat.get().join()).isEqualTo(200);
		assertCompleted(2, 0);
	}

	@Test
	void requestThatHoldsItsThreadAges() throws Exception {
		this.tomcat.start((request, response) -> await());
		this.tomcat.get();
		executing(1);
		after(75);
		this.tomcat.get();
		executing(2);
		assertThat(this.progress.oldestMillis()).isEqualTo(75_000);
		assertThat(this.progress.completed()).isZero();
		this.released.countDown();
		assertCompleted(2, 0);
	}

	@Test
	void requestWhoseBodyMovesDoesNotAge() throws Exception {
		CountDownLatch write = new CountDownLatch(1);
		this.tomcat.start((request, response) -> {
			await(write);
			// Few enough to move at once.
			response.getOutputStream().write(new byte[10]);
			response.flushBuffer();
			await();
		});
		this.tomcat.get();
		executing(1);
		after(60);
		assertThat(this.progress.oldestMillis()).isEqualTo(60_000);
		write.countDown();
		Await.until("the bytes to move", () -> this.progress.oldestMillis() == 0);
		assertThat(this.progress.executing()).isOne();
		after(10);
		assertThat(this.progress.oldestMillis()).isEqualTo(10_000);
	}

	@Test
	void suspendedRequestHoldsNoThreadAndIsCountedWhenItEnds() throws Exception {
		this.tomcat.start((request, response) -> this.async.set(request.startAsync()));
		this.tomcat.get();
		suspended();
		after(600);
		assertThat(this.progress.oldestMillis()).isZero();
		assertThat(this.progress.completed()).isZero();
		this.async.get().complete();
		assertCompleted(1, 0);
	}

	@Test
	void suspendedRequestThatIsDispatchedHoldsAThreadFromThenOn() throws Exception {
		this.tomcat.start((request, response) -> {
			if (request.getDispatcherType() == DispatcherType.ASYNC) {
				await();
			}
			else {
				this.async.set(request.startAsync());
			}
		});
		this.tomcat.get();
		suspended();
		after(600);
		this.async.get().dispatch();
		executing(1);
		after(5);
		assertThat(this.progress.oldestMillis()).isEqualTo(5000);
		this.released.countDown();
		assertCompleted(1, 0);
	}

	@Test
	void timeIsThatOfTheRequestsSinceItWasAsked() throws Exception {
		long atLeast = TimeUnit.MILLISECONDS.toNanos(20);
		this.tomcat.start((request, response) -> {
			for (long begin = System.nanoTime(); System.nanoTime() - begin < atLeast;) {
				LockSupport.parkNanos(atLeast);
			}
		});
		this.tomcat.get().join();
		assertCompleted(1, 0);
		assertThat(this.progress.times().p50()).as("microseconds").isBetween(19_000L, TimeUnit.MINUTES.toMicros(1));
		assertThat(this.progress.times()).isEqualTo(ResponseTimes.Percentiles.NONE);
	}

	@Test
	void lengthOfAnEventStreamIsNoTime() throws Exception {
		this.tomcat.start((request, response) -> {
			response.setContentType("text/event-stream");
			request.startAsync().complete();
		});
		this.tomcat.get().join();
		assertCompleted(1, 0);
		assertThat(this.progress.times()).isEqualTo(ResponseTimes.Percentiles.NONE);
	}

	@Test
	void requestThatIsNoWorkOfTheApplicationIsNotCounted() throws Exception {
		CountDownLatch done = new CountDownLatch(2);
		this.tomcat.start((request, response) -> {
			if (request.getParameter("own") != null) {
				request.setAttribute(RequestProgress.UNCOUNTED, true);
				response.setStatus(503);
				if (request.getParameter("async") != null) {
					request.startAsync().complete();
				}
				done.countDown();
			}
		});
		this.tomcat.get("?own=1").join();
		this.tomcat.get("?own=1&async=1").join();
		assertThat(done.getCount()).isZero();
		this.tomcat.get().join();
		assertCompleted(1, 0);
	}

	@Test
	void upgradedConnectionIsACompletedRequest() throws Exception {
		this.tomcat.start((request, response) -> request.upgrade(OpenConnection.class));
		try (Socket client = this.tomcat.send("Connection: upgrade\r\nUpgrade: test\r\n")) {
			assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 101");
			assertCompleted(1, 0);
		}
	}

	@Test
	void serverErrorsAreErrorsAndOthersAreNot() throws Exception {
		this.tomcat.start((request, response) -> {
			int status = Integer.parseInt(request.getParameter("status"));
			if (status >= 400) {
				response.sendError(status);
			}
		});
		assertThat(this.tomcat.get("?status=200").join()).isEqualTo(200);
		assertThat(this.tomcat.get("?status=404").join()).isEqualTo(404);
		assertCompleted(2, 0);
		assertThat(this.tomcat.get("?status=503").join()).isEqualTo(503);
		assertCompleted(3, 1);
	}

	@Test
	void exceptionIsAnErrorBeforeAndAfterTheResponseIsCommitted() throws Exception {
		this.tomcat.start((request, response) -> {
			if (request.getParameter("late") != null) {
				response.getOutputStream().print("begun");
				response.flushBuffer();
			}
			throw new ServletException("on purpose");
		});
		assertThat(this.tomcat.get().join()).isEqualTo(500);
		assertCompleted(1, 1);
		this.tomcat.get("?late=1").handle((status, ex) -> null).join();
		assertCompleted(2, 2);
	}

	@Test
	void exceptionOfADispatchedRequestIsAnError() throws Exception {
		this.tomcat.start((request, response) -> {
			if (request.getDispatcherType() == DispatcherType.ASYNC) {
				throw new ServletException("on purpose");
			}
			request.startAsync().dispatch();
		});
		assertThat(this.tomcat.get().join()).isEqualTo(500);
		assertCompleted(1, 1);
	}

	@Test
	void exceptionThatWasHandledIsNoError() throws Exception {
		this.tomcat.start((request, response) -> {
			request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("shown to the user"));
			response.flushBuffer();
		});
		assertThat(this.tomcat.get().join()).isEqualTo(200);
		assertCompleted(1, 0);
	}

	@Test
	void malformedRequestIsCompletedWithoutAnError() throws Exception {
		this.tomcat.start((request, response) -> {
		});
		try (Socket client = this.tomcat.send("No header\r\n")) {
			assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 400");
			assertCompleted(1, 0);
		}
	}

	@Test
	void clientThatLeavesIsNoError() throws Exception {
		this.tomcat.start((request, response) -> {
			response.flushBuffer();
			writeUntilItFails(response);
		});
		leave(this.tomcat.send(""));
		assertCompleted(1, 0);
	}

	@Test
	void clientThatLeavesAStreamOfEventsIsNoError() throws Exception {
		this.tomcat.start((request, response) -> {
			response.flushBuffer();
			AsyncContext context = request.startAsync();
			new Thread(() -> {
				try {
					writeUntilItFails((HttpServletResponse) context.getResponse());
				}
				catch (IOException ex) {
					// Tomcat ends the request.
				}
			}).start();
		});
		leave(this.tomcat.send(""));
		assertCompleted(1, 0);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAreThreads() throws Exception {
		this.tomcat.protocol().setExecutor(new VirtualThreadExecutor("virtual-"));
		this.tomcat.start((request, response) -> {
			assertThat(Thread.currentThread().toString()).startsWith("VirtualThread");
			await();
		});
		for (int i = 0; i < 30; i++) {
			this.tomcat.get();
		}
		executing(30);
		after(61);
		assertThat(this.progress.oldestMillis()).isEqualTo(61_000);
		Path file = this.directory.resolve("threads.txt");
		ThreadDumpFile.write(file, this.progress.executingRequests());
		assertThat(file).content().contains("virtual, executes a request", "RequestProgressTests.await");
		assertThat(RequestThreads.of(this.tomcat.protocol().getExecutor())).isEqualTo(new RequestThreads(-1, -1, -1));
		this.released.countDown();
		assertCompleted(30, 0);
	}

	@Test
	void threadsOfTomcatsPoolAreCounted() throws Exception {
		this.tomcat.protocol().setMaxThreads(2);
		this.tomcat.protocol().setMinSpareThreads(1);
		this.tomcat.start((request, response) -> await());
		for (int i = 0; i < 5; i++) {
			this.tomcat.get();
		}
		Await.until("the queue",
				() -> RequestThreads.of(this.tomcat.protocol().getExecutor()).equals(new RequestThreads(3, 2, 2)));
		assertThat(RequestThreads.of(Runnable::run)).isEqualTo(new RequestThreads(-1, -1, -1));
	}

	private void assertCompleted(long requests, long errors) {
		Await.until(requests + " completed requests",
				() -> this.progress.completed() == requests && this.progress.executing() == 0);
		assertThat(this.progress.errors()).isEqualTo(errors);
		Await.until("none in flight", () -> this.progress.inFlight() == 0);
		assertThat(this.progress.oldestMillis()).isZero();
	}

	private void executing(int requests) {
		Await.until(requests + " executing requests", () -> this.progress.executing() == requests);
	}

	private void suspended() {
		Await.until("the request to be suspended", () -> this.async.get() != null && this.progress.executing() == 0);
		assertThat(this.progress.inFlight()).isOne();
	}

	private void after(long seconds) {
		this.clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
	}

	private void await() {
		await(this.released);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void writeUntilItFails(HttpServletResponse response) throws IOException {
		while (true) {
			response.getOutputStream().write(new byte[10_000]);
			response.flushBuffer();
		}
	}

	private static void leave(Socket client) throws IOException {
		assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
			.isEqualTo("HTTP/1.1 200");
		// Resets the connection, whatever is still in transit.
		client.setSoLinger(true, 0);
		client.close();
	}

	/**
	 * A connection that stays open.
	 */
	public static class OpenConnection implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			// Nothing is read or written.
		}

		@Override
		public void destroy() {
			// Nothing is held.
		}

	}

}
