// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes the notes of connections to pipes and reads them. The read end of a pipe is sent
 * right before the connection that the note is about: a message that carries a descriptor
 * carries nothing else (Netty). Nothing here ever waits. Not thread-safe.
 */
public final class NotePipe {

	private static final Log logger = LogFactory.getLog(NotePipe.class);

	private static final int SOL_SOCKET = 1;

	private static final int SO_TYPE = 3;

	/**
	 * The place of a descriptor that is read and written in order.
	 */
	private static final int IN_ORDER = -1;

	private final ByteBuffer bytes = ByteBuffer.allocateDirect(ConnectionNote.MAX_LENGTH + 1);

	/**
	 * Through this pipe notes are read: a pipe that somebody else has made may make a
	 * read wait, but not a splice (splice(2)).
	 */
	private FileDescriptor @Nullable [] own;

	/**
	 * Return whether a descriptor is a note's, not a connection.
	 * @param descriptor the descriptor
	 * @return {@code true} if it is no socket
	 */
	static boolean isNote(int descriptor) {
		try {
			return new Socket(descriptor).getIntOpt(SOL_SOCKET, SO_TYPE) == 0;
		}
		catch (IOException | RuntimeException ex) {
			return true;
		}
	}

	/**
	 * Write a note.
	 * @param note the note
	 * @return the read end of a pipe that contains it, which belongs to the caller
	 * @throws IOException if there is no descriptor or no memory left for a pipe
	 */
	public FileDescriptor write(ConnectionNote note) throws IOException {
		note.write(this.bytes.clear());
		FileDescriptor[] pipe = FileDescriptor.pipe();
		try {
			int written = pipe[1].write(this.bytes, 0, note.length());
			if (written != note.length()) {
				throw new IOException("A pipe has room for %d of %d bytes".formatted(written, note.length()));
			}
			return pipe[0];
		}
		catch (IOException | RuntimeException ex) {
			close(pipe[0]);
			throw ex;
		}
		finally {
			close(pipe[1]);
		}
	}

	/**
	 * Read a note.
	 * @param descriptor what it was written to
	 * @return the note, {@code null} if there is none, or not all of it
	 */
	@Nullable ConnectionNote read(FileDescriptor descriptor) {
		try {
			int length = readAll(descriptor);
			return ConnectionNote.read(this.bytes.limit(length).position(0));
		}
		catch (IOException ex) {
			logger.debug("A connection's note cannot be read", ex);
			close();
			return null;
		}
	}

	/**
	 * Read one byte more than a note can have, at most.
	 */
	private int readAll(FileDescriptor descriptor) throws IOException {
		FileDescriptor[] through = through();
		this.bytes.clear();
		int length = 0;
		int moved;
		while ((moved = Native.splice(descriptor.intValue(), IN_ORDER, through[1].intValue(), IN_ORDER,
				this.bytes.capacity() - length)) > 0) {
			int end = length + moved;
			while (length < end) {
				int read = through[0].read(this.bytes, length, end);
				if (read <= 0) {
					throw new IOException("A pipe lost %d bytes".formatted(end - length));
				}
				length += read;
			}
			if (length == this.bytes.capacity()) {
				return length;
			}
		}
		return length;
	}

	private FileDescriptor[] through() throws IOException {
		FileDescriptor[] own = this.own;
		if (own == null) {
			own = FileDescriptor.pipe();
			this.own = own;
		}
		return own;
	}

	/**
	 * Release what reading has taken.
	 */
	void close() {
		FileDescriptor[] own = this.own;
		if (own != null) {
			this.own = null;
			close(own[0]);
			close(own[1]);
		}
	}

	/**
	 * Close a descriptor.
	 * @param descriptor the descriptor
	 */
	public static void close(FileDescriptor descriptor) {
		try {
			descriptor.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close a descriptor", ex);
		}
	}

}
