// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;

import dev.bootcluster.testing.Await;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client may be in the middle of, on one connection and with HTTP/1.1, when its
 * worker drains. Each keeps something going until then, because a client that is silent
 * for too long is given up in any server.
 */
enum Conversation {

	/**
	 * A body of unknown length.
	 */
	CHUNKED_UPLOAD {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			MessageDigest digest = RawConnection.sha256();
			connection.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
			int length = 0;
			while (!draining.hasLongBegun()) {
				byte[] piece = random(1000 + length % 100);
				chunk(connection, piece);
				digest.update(piece);
				length += piece.length;
				Await.pause(STEP);
			}
			connection.send("0\r\n\r\n");
			assertEcho(connection, length, digest);
		}

		private void chunk(RawConnection connection, byte[] piece) throws IOException {
			connection.send(Integer.toHexString(piece.length) + "\r\n");
			connection.send(piece);
			connection.send("\r\n");
		}

	},

	/**
	 * The body is sent when the server has asked for it, which it does while it drains.
	 */
	EXPECTS_100_CONTINUE {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			connection.send(
					"POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000\r\nX-Slow: ");
			while (!draining.hasLongBegun()) {
				connection.send("x");
				Await.pause(STEP);
			}
			connection.send("\r\n\r\n");
			assertThat(connection.head().status()).isEqualTo(100);
			byte[] body = random(1000);
			MessageDigest digest = RawConnection.sha256();
			digest.update(body);
			connection.send(body);
			assertEcho(connection, 1000, digest);
		}

	},

	/**
	 * A request that arrives byte by byte.
	 */
	TRICKLING_REQUEST {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			connection.send("GET /worker?");
			while (!draining.hasLongBegun()) {
				connection.send("x");
				Await.pause(STEP);
			}
			for (char character : " HTTP/1.1\r\nHost: localhost\r\n\r\n".toCharArray()) {
				connection.send(String.valueOf(character));
			}
			RawConnection.Head head = connection.head();
			assertThat(head.status()).isEqualTo(200);
			assertThat(RawConnection.pid(new String(connection.body(head), StandardCharsets.UTF_8)))
				.isEqualTo(draining.pid());
		}

	},

	/**
	 * A client that reads its answer more slowly than the server could send it.
	 */
	SLOW_READER {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			int size = 40_000_000;
			connection.send("GET /static.bin?size=%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(size));
			assertThat(connection.head().status()).isEqualTo(200);
			int offset = 0;
			while (offset < size) {
				byte[] piece = connection.exactly(Math.min(draining.hasBegun() ? 100_000 : 10_000, size - offset));
				for (int i = 0; i < piece.length; i++) {
					if (piece[i] != (byte) ((offset + i) % 251)) {
						throw new AssertionError("Wrong at %d".formatted(offset + i));
					}
				}
				offset += piece.length;
				Await.pause(Duration.ofMillis(5));
			}
		}

	},

	/**
	 * Requests that do not wait for the answers to those before. In plain text the
	 * connection moves between two of them; else its close is announced.
	 */
	PIPELINE {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			String request = "GET /worker HTTP/1.1\r\nHost: localhost\r\n\r\n";
			int ahead = 3;
			connection.send(request.repeat(ahead));
			RawConnection.Head head;
			long pid;
			do {
				try {
					connection.send(request);
				}
				catch (IOException ex) {
					// The close was announced, and is about to be read.
				}
				head = connection.head();
				pid = answering(connection, head);
				// Tomcat closes a connection after a hundred requests.
				Await.pause(Duration.ofSeconds(1));
			}
			while (pid == draining.pid() && !head.announcesClose());
			Await.until("the drain to be seen", Duration.ofSeconds(30), draining::hasBegun);
			if (head.announcesClose()) {
				assertThat(pid).isEqualTo(draining.pid());
				assertThat(connection.isOver()).isTrue();
				return;
			}
			for (int i = 0; i < ahead; i++) {
				assertThat(answering(connection, connection.head())).isNotEqualTo(draining.pid());
			}
		}

		private long answering(RawConnection connection, RawConnection.Head head) throws IOException {
			assertThat(head.status()).isEqualTo(200);
			return RawConnection.pid(new String(connection.body(head), StandardCharsets.UTF_8));
		}

	},

	/**
	 * Two hundred megabytes in each direction.
	 */
	BIG_UPLOAD {

		@Override
		void hold(RawConnection connection, Draining draining) throws IOException {
			long size = 200_000_000;
			byte[] piece = random(50_000);
			MessageDigest digest = RawConnection.sha256();
			connection.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n".formatted(size));
			for (long sent = 0; sent < size; sent += piece.length) {
				connection.send(piece);
				digest.update(piece);
				if (!draining.hasBegun()) {
					Await.pause(STEP);
				}
			}
			RawConnection.Head head = connection.head();
			assertThat(head.status()).isEqualTo(200);
			assertThat(head.fields()).containsEntry("content-length", Long.toString(size));
			assertThat(connection.digest(size)).isEqualTo(HexFormat.of().formatHex(digest.digest()));
		}

	};

	private static final Duration STEP = Duration.ofMillis(50);

	/**
	 * Begin, go on until the worker has drained for a while, and end.
	 */
	abstract void hold(RawConnection connection, Draining draining) throws IOException;

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

	private static void assertEcho(RawConnection connection, int length, MessageDigest digest) throws IOException {
		byte[] echo = connection.read();
		assertThat(echo).hasSize(length);
		MessageDigest received = RawConnection.sha256();
		received.update(echo);
		assertThat(received.digest()).isEqualTo(digest.digest());
	}

	/**
	 * Knows when one worker drains.
	 */
	static final class Draining {

		/**
		 * The order may take a moment to reach the worker.
		 */
		private static final Duration LONG = Duration.ofSeconds(1);

		private final long pid;

		private final Watch watch;

		private volatile @Nullable Long since;

		Draining(long pid, Watch watch) {
			this.pid = pid;
			this.watch = watch;
		}

		long pid() {
			return this.pid;
		}

		boolean hasBegun() {
			if (this.since == null && this.watch.drains(this.pid)) {
				this.since = System.nanoTime();
			}
			return this.since != null;
		}

		boolean hasLongBegun() {
			Long begin = hasBegun() ? this.since : null;
			return begin != null && System.nanoTime() - begin > LONG.toNanos();
		}

	}

	/**
	 * Sees which workers drain.
	 */
	@FunctionalInterface
	interface Watch {

		/**
		 * Return whether a worker drains, or has gone.
		 */
		boolean drains(long pid);

	}

}
