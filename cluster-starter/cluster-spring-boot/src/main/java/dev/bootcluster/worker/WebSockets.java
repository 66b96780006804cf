// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells WebSocket clients that the server is restarting (close code 1012, RFC 6455
 * registry), so that they reconnect at once: spread over time, so that not all of them do
 * so in the same moment, and between two messages.
 */
final class WebSockets {

	private static final Log logger = LogFactory.getLog(WebSockets.class);

	/**
	 * By how much a client more extends the time over which they are told.
	 */
	private static final Duration EACH = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	/**
	 * How much of the time that an idle connection may stay.
	 */
	private static final int PART = 4;

	/**
	 * Applications may do anything when a session closes, and clients need not read.
	 */
	private static final int THREADS = 8;

	private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

	private static final Long SEND_MILLIS = 1000L;

	private final Executor executor;

	private final DoubleSupplier random;

	private final Set<SocketWrapperBase<?>> due = ConcurrentHashMap.newKeySet();

	private volatile long spreadMillis;

	WebSockets() {
		this(threads(), () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * @param executor closes sessions
	 * @param random at least 0 and less than 1
	 */
	WebSockets(Executor executor, DoubleSupplier random) {
		this.executor = executor;
		this.random = random;
	}

	private static Executor threads() {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "cluster-websockets");
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	/**
	 * Begin to tell clients. The more there are, the longer it takes.
	 */
	void announceClose(List<SocketWrapperBase<NioChannel>> connections) {
		long count = connections.stream().filter((connection) -> handler(connection) != null).count();
		this.spreadMillis = Math.min(count * EACH.toMillis(), LONGEST.toMillis());
	}

	/**
	 * Tell some of the clients, all that are left when the time is over.
	 * @param connections all open connections
	 * @param sinceMillis the time since the announcement
	 * @param stepMillis the time until the next call
	 * @param idleMillis how long an idle connection may stay, 0 if none may
	 */
	void restart(List<SocketWrapperBase<NioChannel>> connections, long sinceMillis, long stepMillis, long idleMillis) {
		long leftMillis = Math.min(this.spreadMillis, idleMillis / PART) - sinceMillis;
		double share = share(leftMillis, stepMillis);
		for (SocketWrapperBase<NioChannel> connection : connections) {
			Object handler = handler(connection);
			if (handler != null && this.random.getAsDouble() < share && this.due.add(connection)) {
				this.executor.execute(() -> {
					try {
						restart(connection, handler, idleMillis == 0);
					}
					finally {
						this.due.remove(connection);
					}
				});
			}
		}
	}

	/**
	 * The share of those left that is told now so that each step tells as many.
	 */
	static double share(long leftMillis, long stepMillis) {
		return (leftMillis > stepMillis) ? (double) stepMillis / leftMillis : 1;
	}

	/**
	 * Compared by name: the class is missing if the WebSocket module is excluded.
	 * @return the handler, {@code null} if the connection is no WebSocket or a message
	 * from its client is being dealt with
	 */
	private static @Nullable Object handler(SocketWrapperBase<?> connection) {
		Object processor = connection.getCurrentProcessor();
		UpgradeToken token = (processor instanceof Processor upgraded) ? upgraded.getUpgradeToken() : null;
		Object handler = (token != null) ? token.getHttpUpgradeHandler() : null;
		return (handler != null && handler.getClass().getName().endsWith(".WsHttpUpgradeHandler")) ? handler : null;
	}

	/**
	 * Nothing follows the close. So unless it has to be now, it waits for the end of what
	 * is being sent, and of the handling of what has come, which may have an answer.
	 */
	private static void restart(SocketWrapperBase<?> connection, Object handler, boolean now) {
		boolean quiet = connection.getLock().tryLock();
		try {
			Session session = Sessions.of(handler);
			if (session != null && session.isOpen()
					&& (now || (quiet && !isWriting(connection) && !Sessions.isInAMessage(session)))) {
				session.getUserProperties().putIfAbsent(SEND_TIMEOUT, SEND_MILLIS);
				session.close(new CloseReason(CloseCodes.SERVICE_RESTART, "The server is restarting"));
			}
		}
		catch (IOException | ReflectiveOperationException | RuntimeException ex) {
			logger.debug("A WebSocket could not be closed and stays open until the drain ends", ex);
		}
		finally {
			if (quiet) {
				connection.getLock().unlock();
			}
		}
	}

	private static boolean isWriting(SocketWrapperBase<?> connection) {
		return connection instanceof HandedConnection handed && handed.isWriting();
	}

	/**
	 * What Tomcat does not expose of a session, read by reflection. A class of its own,
	 * which is loaded where there are sessions.
	 */
	private static final class Sessions {

		private static final String ENDPOINT = "org.apache.tomcat.websocket.WsRemoteEndpointImplBase";

		private Sessions() {
		}

		static @Nullable Session of(Object handler) throws ReflectiveOperationException {
			return (Session) get(WsHttpUpgradeHandler.class, "wsSession", handler);
		}

		/**
		 * Return whether the parts that have been sent are not yet a whole message.
		 */
		static boolean isInAMessage(Session session) throws ReflectiveOperationException {
			Object remote = get(session.getClass(), "wsRemoteEndpoint", session);
			return remote != null && Boolean.TRUE
				.equals(get(Class.forName(ENDPOINT, false, remote.getClass().getClassLoader()), "fragmented", remote));
		}

		private static @Nullable Object get(Class<?> type, String name, Object owner)
				throws ReflectiveOperationException {
			Field field = type.getDeclaredField(name);
			field.setAccessible(true);
			return field.get(owner);
		}

	}

}
