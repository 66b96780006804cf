// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NotePipe} and {@link ConnectionNote}.
 */
class NotePipeTests {

	private final NotePipe notes = new NotePipe();

	@BeforeAll
	static void loadNativeCode() {
		Epoll.ensureAvailability();
	}

	@AfterEach
	void close() {
		this.notes.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4096, 4097, ConnectionNote.MAX_READ })
	void noteArrivesAsItWasWritten(int length) throws IOException {
		byte[] read = new byte[length];
		for (int i = 0; i < length; i++) {
			read[i] = (byte) i;
		}
		FileDescriptor pipe = this.notes.write(new ConnectionNote(3, -1, read));
		assertThat(NotePipe.isNote(pipe.intValue())).isTrue();
		ConnectionNote note = this.notes.read(pipe);
		assertThat(note).isNotNull();
		assertThat(note.slot()).isEqualTo(3);
		assertThat(note.requestsLeft()).isEqualTo(-1);
		assertThat(note.read()).isEqualTo(read);
		pipe.close();
	}

	@Test
	void connectionIsNoNote() throws IOException {
		Socket socket = Socket.newSocketDomain();
		assertThat(NotePipe.isNote(socket.intValue())).isFalse();
		socket.close();
	}

	@Test
	void noteThatIsLongerThanAllowedCannotBeMade() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectionNote(1, 1, new byte[ConnectionNote.MAX_READ + 1]));
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionNote(-1, 1, new byte[0]));
	}

	@Test
	void pipeInWhichNothingIsYetHasNoNoteAndNobodyWaitsForIt() throws IOException {
		FileDescriptor[] pipe = FileDescriptor.pipe();
		assertThat(this.notes.read(pipe[0])).isNull();
		write(pipe[1], new byte[5]);
		assertThat(this.notes.read(pipe[0])).as("half of its head").isNull();
		pipe[1].close();
		assertThat(this.notes.read(pipe[0])).isNull();
		pipe[0].close();
	}

	@Test
	void whatIsNotANoteIsNotReadAsOne() throws IOException {
		assertThat(read(new byte[12])).as("an empty one").isNotNull();
		assertThat(read(new byte[13])).as("one byte too many").isNull();
		byte[] negative = new byte[12];
		negative[4] = (byte) 0x80;
		assertThat(read(negative)).as("of a slot that cannot be").isNull();
		byte[] longer = new byte[12];
		longer[3] = 1;
		assertThat(read(longer)).as("whose bytes are missing").isNull();
		byte[] huge = new byte[60 * 1024];
		Arrays.fill(huge, (byte) 0x7f);
		assertThat(read(huge)).as("too long").isNull();
		assertThat(read(new byte[12])).as("the next one").isNotNull();
	}

	@Test
	void fileThatIsNoPipeHasNoNote() throws IOException {
		FileDescriptor device = FileDescriptor.from("/dev/null");
		assertThat(NotePipe.isNote(device.intValue())).isTrue();
		assertThat(this.notes.read(device)).isNull();
		device.close();
	}

	private ConnectionNote read(byte[] bytes) throws IOException {
		FileDescriptor[] pipe = FileDescriptor.pipe();
		write(pipe[1], bytes);
		pipe[1].close();
		ConnectionNote note = this.notes.read(pipe[0]);
		pipe[0].close();
		return note;
	}

	private static void write(FileDescriptor pipe, byte[] bytes) throws IOException {
		assertThat(pipe.write(ByteBuffer.allocateDirect(bytes.length).put(0, bytes), 0, bytes.length))
			.isEqualTo(bytes.length);
	}

}
