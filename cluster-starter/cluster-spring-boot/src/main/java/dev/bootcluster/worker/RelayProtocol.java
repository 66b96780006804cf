// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.RelaySocket;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on a Unix socket, for requests that other processes of the cluster relay to
 * this worker. It has threads of its own, so that it answers while all others are busy,
 * and no part in the count of connections and in the drain.
 */
public class RelayProtocol extends Http11NioProtocol {

	private static final Log logger = LogFactory.getLog(RelayProtocol.class);

	private static final String OWNER_ONLY = "rw-------";

	private static final int MAX_THREADS = 50;

	/**
	 * Longer than the process that relays waits for its client.
	 */
	private static final int PATIENCE_MILLIS = 60_000;

	/**
	 * More than the process that relays has accepted from the client.
	 */
	private static final int MAX_HEAD = 256 * 1024;

	/**
	 * The poller has nothing to time out: whoever relays closes his connection.
	 */
	private static final int SELECT_MILLIS = 60_000;

	private final NioEndpoint endpoint;

	private @Nullable RelaySocket socket;

	private WorkerAnswers answers = new WorkerAnswers();

	/**
	 * Create a protocol that does not know yet where to listen. Called by Tomcat.
	 */
	public RelayProtocol() {
		this(new NioEndpoint());
	}

	private RelayProtocol(NioEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
		endpoint.setUnixDomainSocketPathPermissions(OWNER_ONLY);
		// The directory is this user's: Tomcat 11.0.25 and later compare its owner's name
		// with user.name, and in a container a user may have no name.
		endpoint.setProperty("unixDomainSocketParentOwner", "");
		setMinSpareThreads(1);
		setMaxThreads(MAX_THREADS);
		setMaxHttpRequestHeaderSize(MAX_HEAD);
		setMaxHttpResponseHeaderSize(MAX_HEAD);
		setSelectorTimeout(SELECT_MILLIS);
		setConnectionTimeout(PATIENCE_MILLIS);
		// What is left of a body that was refused is not worth waiting for.
		setMaxSwallowSize(0);
		setKeepAliveTimeout(-1);
	}

	/**
	 * Listen on a worker's own socket.
	 * @param worker the worker
	 */
	public void listenFor(Worker worker) {
		this.answers = worker.answers();
		listenOn(socketOf(worker.launch()));
	}

	/**
	 * Return a worker's own socket. Those that killed workers have left go.
	 */
	static RelaySocket socketOf(WorkerLaunch launch) {
		try {
			for (RelaySocket other : RelaySocket.all(launch.directory())) {
				if (ProcessHandle.of(other.pid()).isEmpty()) {
					Files.deleteIfExists(other.path());
				}
			}
		}
		catch (IOException ex) {
			logger.debug("The sockets of workers that were killed stay", ex);
		}
		return RelaySocket.of(launch.directory(), launch.slot(), ProcessHandle.current().pid());
	}

	/**
	 * Answer for a worker.
	 */
	void answer(WorkerAnswers answers) {
		this.answers = answers;
	}

	void listenOn(RelaySocket socket) {
		this.socket = socket;
		this.endpoint.setUnixDomainSocketPath(socket.path().toString());
	}

	/**
	 * A worker that was killed may have had this process' id.
	 */
	@Override
	public void init() throws Exception {
		RelaySocket socket = Objects.requireNonNull(this.socket, "The protocol does not know where to listen");
		OwnerOnly.createDirectories(Objects.requireNonNull(socket.path().getParent()));
		Files.deleteIfExists(socket.path());
		super.init();
	}

	/**
	 * Clients connect to the port that the primary has opened, if there is one.
	 */
	@Override
	public int getLocalPort() {
		return getPort();
	}

	/**
	 * By default threads would be called after the socket's file.
	 */
	@Override
	public String getName() {
		return "\"cluster-relay\"";
	}

	@Override
	public void setAdapter(Adapter adapter) {
		super.setAdapter(new RelayAdapter(adapter, this.answers));
	}

	@Override
	protected Processor createProcessor() {
		return new Http11Processor(this, getAdapter()) {

			/**
			 * The adapter knows the client's addresses; the socket has none.
			 */
			@Override
			protected boolean getPopulateRequestAttributesFromSocket() {
				return false;
			}

		};
	}

}
