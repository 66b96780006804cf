// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.SessionRoute;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Globals;

/**
 * A primary's handoff and the Tomcats of several workers in this JVM, all of them real.
 */
final class MovingStage implements AutoCloseable {

	/**
	 * A third of the time that a reload's drain has, in milliseconds.
	 */
	private static final long PATIENCE = 10_000;

	final Handoff handoff;

	private final Path directory;

	private final Ipc ipc = new Ipc("test-workers");

	private final List<AutoCloseable> open = new ArrayList<>();

	private boolean closed;

	MovingStage(Path directory) throws IOException {
		this(directory, BalancingPolicy.ROUND_ROBIN);
	}

	MovingStage(Path directory, BalancingPolicy policy) throws IOException {
		this(directory, policy, Duration.ofSeconds(10), false);
	}

	/**
	 * @param bounded whether clients wait no longer for a worker that has no room
	 */
	MovingStage(Path directory, Duration pendingTimeout, boolean bounded) throws IOException {
		this(directory, BalancingPolicy.ROUND_ROBIN, pendingTimeout, bounded);
	}

	private MovingStage(Path directory, BalancingPolicy policy, Duration pendingTimeout, boolean bounded)
			throws IOException {
		this.directory = directory;
		this.handoff = Handoff
			.open(new HandoffSettings(directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096,
					policy, 1024, pendingTimeout, Duration.ZERO, false));
		this.handoff.bounded(bounded);
	}

	/**
	 * Start a worker that gets connections.
	 */
	Member worker(int number) throws Exception {
		return worker(number, (protocol) -> {
		});
	}

	Member worker(int number, Consumer<HandoffProtocol> customizer) throws Exception {
		Member member = new Member(number, customizer);
		this.open.add(member);
		this.handoff.expect(number, number);
		member.port.open(this.ipc, new WorkerLaunch(number, 1, number, this.directory, this.directory,
				this.directory.resolve("application.properties"), 8080, false, Duration.ofSeconds(1), false));
		this.handoff.admit(number);
		Await.until("the way back", () -> member.departures().isPossible());
		// The channel that leads there was opened before, and may be known in the same
		// turn.
		this.handoff.responds().join();
		return member;
	}

	KeepAliveClient client() throws IOException {
		KeepAliveClient client = new KeepAliveClient(this.handoff.address());
		this.open.add(client);
		return client;
	}

	void closePrimary() {
		if (!this.closed) {
			this.closed = true;
			this.handoff.close();
		}
	}

	@Override
	public void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
		this.ipc.close();
		closePrimary();
	}

	/**
	 * A worker, which answers with its number and the path it was asked for.
	 */
	final class Member implements AutoCloseable {

		final HandoffProtocol protocol = new HandoffProtocol();

		final ServedPort port;

		private final int number;

		private final TestTomcat tomcat;

		private final AtomicInteger executing = new AtomicInteger();

		final AtomicInteger mostExecuted = new AtomicInteger();

		volatile int slow;

		volatile boolean mayEnd;

		Member(int number, Consumer<HandoffProtocol> customizer) throws Exception {
			this.number = number;
			customizer.accept(this.protocol);
			this.tomcat = new TestTomcat(MovingStage.this.directory.resolve("tomcat-" + number), this.protocol);
			this.tomcat.add(new BehindBalancer());
			StickySessions sessions = new StickySessions(
					new SessionAffinity(new SessionRoute(number, number), System::nanoTime));
			this.tomcat.start(this::serve, sessions::of);
			if (MovingStage.this.handoff.policy().isSticky()) {
				this.protocol.endpoint().stick(sessions, HandedConnection::moveTo);
			}
			this.port = new ServedPort(Ipc.MAIN_PORT, this.protocol.endpoint(), false, () -> {
			});
		}

		private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
			int executed = this.executing.incrementAndGet();
			this.mostExecuted.accumulateAndGet(executed, Math::max);
			if (request.getRequestURI().startsWith("/slow")) {
				this.slow++;
				Await.until("the test", () -> this.mayEnd);
			}
			this.executing.decrementAndGet();
			String told = request.getRequestURI().equals("/who") ? " %s:%d to %s:%d %s".formatted(
					request.getRemoteAddr(), request.getRemotePort(), request.getLocalAddr(), request.getLocalPort(),
					request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE)) : "";
			response.getOutputStream().print("%d %s%s".formatted(this.number, request.getRequestURI(), told));
		}

		Departures departures() {
			return this.protocol.endpoint().departures();
		}

		int executing() {
			return this.executing.get();
		}

		int connections() {
			return this.port.traffic().connections();
		}

		/**
		 * Begin to drain, as a worker does on order.
		 */
		void drain() {
			MovingStage.this.handoff.release(this.number).join();
			this.port.traffic().moveOrAnnounceClose();
			this.port.traffic().moveIdle(PATIENCE);
		}

		/**
		 * Drain until no connection is left.
		 */
		void drainAll() {
			drain();
			Await.until("the last connection", () -> {
				this.port.traffic().moveIdle(PATIENCE);
				return connections() == 0;
			});
		}

		@Override
		public void close() throws Exception {
			this.mayEnd = true;
			this.tomcat.stop();
		}

	}

}
