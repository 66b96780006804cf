// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NotePipe}, {@link ConnectionNote} and {@link ClientIntroduction}.
 */
class NotePipeTests {

	/**
	 * The length of a note without anything that was read.
	 */
	private static final int EMPTY = 3 * Integer.BYTES + Long.BYTES + 1;

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

	@ParameterizedTest
	@MethodSource
	void introductionOfTheClientArrives(ClientIntroduction introduction) throws IOException {
		byte[] read = { 1, 2, 3 };
		FileDescriptor pipe = this.notes.write(new ConnectionNote(3, 17, 5, introduction, read));
		ConnectionNote note = this.notes.read(pipe);
		assertThat(note).isNotNull();
		assertThat(note.introduction()).isEqualTo(introduction);
		assertThat(note.worker()).isEqualTo(17);
		assertThat(note.read()).isEqualTo(read);
		pipe.close();
	}

	static Stream<ClientIntroduction> introductionOfTheClientArrives() {
		return Stream.of(ClientIntroduction.NONE, ClientIntroduction.PENDING, told("192.0.2.1", 1, "198.51.100.2", 443),
				told("2001:db8::1", 65535, "2001:db8::2", 0), told("::ffff:192.0.2.1", 7, "2001:db8::2", 8));
	}

	private static ClientIntroduction told(String client, int clientPort, String server, int serverPort) {
		return new ClientIntroduction(false, new InetSocketAddress(client, clientPort),
				new InetSocketAddress(server, serverPort));
	}

	@Test
	void longestNoteFits() throws IOException {
		ClientIntroduction longest = told("2001:db8::1", 65535, "2001:db8::2", 443);
		assertThat(longest.length()).isEqualTo(ClientIntroduction.MAX_LENGTH);
		ConnectionNote note = new ConnectionNote(1, 1, 1, longest, new byte[ConnectionNote.MAX_READ]);
		assertThat(note.length()).isEqualTo(ConnectionNote.MAX_LENGTH);
		FileDescriptor pipe = this.notes.write(note);
		assertThat(this.notes.read(pipe)).isNotNull();
		pipe.close();
	}

	@Test
	void halfAnIntroductionCannotBeMade() {
		InetSocketAddress address = new InetSocketAddress("192.0.2.1", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientIntroduction(false, address, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientIntroduction(false, null, address));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientIntroduction(true, address, address));
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientIntroduction(false,
				InetSocketAddress.createUnresolved("a", 1), InetSocketAddress.createUnresolved("b", 1)));
	}

	@Test
	void whatIsNotANoteIsNotReadAsOne() throws IOException {
		assertThat(read(new byte[EMPTY])).as("an empty one").isNotNull();
		assertThat(read(new byte[EMPTY - 1])).as("one byte too few").isNull();
		assertThat(read(new byte[EMPTY + 1])).as("one byte too many").isNull();
		byte[] negative = new byte[EMPTY];
		negative[4] = (byte) 0x80;
		assertThat(read(negative)).as("of a slot that cannot be").isNull();
		byte[] longer = new byte[EMPTY];
		longer[3] = 1;
		assertThat(read(longer)).as("whose bytes are missing").isNull();
		byte[] huge = new byte[60 * 1024];
		Arrays.fill(huge, (byte) 0x7f);
		assertThat(read(huge)).as("too long").isNull();
		assertThat(read(new byte[EMPTY])).as("the next one").isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "03", "ff", "02", "0204", "0204c00002010001", "0204c0000201000104c63364", "0205c000020101",
			"02ffc00002010001", "0200", "0204c0000201000104c633640201bb00", "0210c0000201000104c633640201bb" })
	void whatIsNoIntroductionIsNotReadAsOne(String bytes) throws IOException {
		byte[] introduction = HexFormat.of().parseHex(bytes);
		assertThat(read(ByteBuffer.allocate(EMPTY - 1 + introduction.length).put(EMPTY - 1, introduction).array()))
			.isNull();
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
