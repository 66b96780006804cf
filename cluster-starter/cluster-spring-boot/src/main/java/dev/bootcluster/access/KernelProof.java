// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's word about the other end of a connection: which user opened it, and with
 * which process. An address alone proves nothing, because a proxy on this machine has a
 * local address too, for whomever it speaks.
 */
final class KernelProof implements ProvenAccess.Witness {

	private static final Log logger = LogFactory.getLog(KernelProof.class);

	private static final Path PROC = Path.of("/proc");

	/**
	 * Looking at all processes takes time: strangers behind a proxy shall not make all
	 * request threads do it at once.
	 */
	private static final int PATIENCE_MILLIS = 1000;

	private final Semaphore turn = new Semaphore(1, true);

	private final Path proc;

	private final long primary;

	/**
	 * Ask another directory.
	 * @param proc the directory
	 * @param primary the process whose descendants are the cluster
	 */
	KernelProof(Path proc, long primary) {
		this.proc = proc;
		this.primary = primary;
	}

	static KernelProof ofThisCluster() {
		ProcessHandle current = ProcessHandle.current();
		ProcessHandle primary = WorkerLaunch.isWorker() ? current.parent().orElse(current) : current;
		return new KernelProof(PROC, primary.pid());
	}

	@Override
	public @Nullable Doubt doubt(InetSocketAddress client, InetSocketAddress server) {
		try {
			if (!this.turn.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
				return Doubt.UNKNOWN;
			}
			try {
				return look(client, server);
			}
			finally {
				this.turn.release();
			}
		}
		catch (IOException ex) {
			logger.debug("The other end of a connection cannot be looked up", ex);
			return Doubt.UNKNOWN;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Doubt.UNKNOWN;
		}
	}

	private @Nullable Doubt look(InetSocketAddress client, InetSocketAddress server) throws IOException {
		long user = LocalProcess.currentUser(this.proc);
		SocketTables tables = new SocketTables(this.proc.resolve("net"));
		List<TcpSocket> sockets = tables
			.tcp((socket) -> socket.isListening() || socket.uid() == user || socket.connects(client, server));
		List<TcpSocket> ends = sockets.stream().filter((socket) -> socket.connects(client, server)).toList();
		if (ends.size() != 1 || ends.get(0).inode() == 0) {
			return Doubt.NO_SOCKET;
		}
		if (ends.get(0).uid() != user) {
			return Doubt.OTHER_USER;
		}
		return new Suspicion(ends.get(0), user, this.primary, LocalProcess.all(this.proc), sockets, tables.harmless())
			.doubt();
	}

}
