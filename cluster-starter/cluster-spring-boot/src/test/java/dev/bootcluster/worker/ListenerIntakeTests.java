// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerIntake}.
 */
class ListenerIntakeTests {

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final AtomicInteger executing = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private volatile boolean mayEnd;

	/**
	 * What is too much for the worker stays with the kernel, where others could accept
	 * it.
	 */
	@Test
	void noMoreIsAcceptedThanIsExecuted() throws Exception {
		this.protocol.endpoint().limit(2);
		TestTomcat tomcat = new TestTomcat(this.directory, this.protocol);
		tomcat.start((request, response) -> {
			this.most.accumulateAndGet(this.executing.incrementAndGet(), Math::max);
			Await.until("the test", () -> this.mayEnd);
			this.executing.decrementAndGet();
			response.getOutputStream().print("done");
		});
		// The intake owns its descriptor and closes it.
		io.netty.channel.unix.Socket listener = io.netty.channel.unix.Socket.newSocketStream();
		listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		listener.listen(10);
		InetSocketAddress address = listener.localAddress();
		ListenerIntake intake = new ListenerIntake(this.protocol.endpoint(), DescriptorLimit.own());
		intake.take(listener.intValue());
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			clients.add(new KeepAliveClient(address));
			clients.get(i).send(KeepAliveClient.request("/"));
		}
		Await.until("two requests", () -> this.executing.get() == 2);
		assertThat(this.protocol.endpoint().openConnectionCount()).isEqualTo(2);
		this.mayEnd = true;
		for (KeepAliveClient client : clients) {
			assertThat(client.read().body()).isEqualTo("done");
			assertThat(client.get("/").body()).isEqualTo("done");
			client.close();
		}
		assertThat(this.most).hasValue(2);
		intake.close();
		tomcat.stop();
	}

}
