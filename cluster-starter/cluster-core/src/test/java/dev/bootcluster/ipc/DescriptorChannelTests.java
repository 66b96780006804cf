// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker answers to descriptors, above all when it has none left.
 */
class DescriptorChannelTests {

	private static final int NONE_FREE = Integer.MAX_VALUE;

	private final List<Socket> descriptors = new ArrayList<>();

	private final List<Integer> taken = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private boolean room = true;

	private boolean ended;

	private int lowestFree;

	@BeforeAll
	static void loadNativeCode() {
		Epoll.ensureAvailability();
	}

	@AfterEach
	void close() throws IOException {
		for (Socket descriptor : this.descriptors) {
			descriptor.close();
		}
	}

	@Test
	void takesAndRefusesByTheReceiversRoom() {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		int first = receive(channel);
		this.room = false;
		receive(channel);
		this.room = true;
		int third = receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).isEqualTo("ARA");
		assertThat(this.taken).containsExactly(first, third);
	}

	@Test
	void refusesWhatTakesADescriptorThatShouldStayFreeAndAsksForMoreOnceThereIsRoom() {
		int last = descriptor();
		EmbeddedChannel channel = channel(last + 1);
		receive(channel, last);
		int one = receive(channel);
		int two = receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).isEqualTo("ARR");
		assertThat(this.taken).containsExactly(last);
		assertThat(isOpen(one)).as("kept open").isFalse();
		assertThat(isOpen(two)).as("kept open").isFalse();
		this.lowestFree = NONE_FREE;
		pass(channel);
		pass(channel);
		assertThat(answers(channel)).isEmpty();
		this.lowestFree = last;
		pass(channel);
		assertThat(answers(channel)).isEqualTo("C");
		pass(channel);
		assertThat(answers(channel)).as("once is enough").isEmpty();
	}

	@Test
	void refusesADescriptorForWhichTheKernelHadNoNumberAndKeepsTheChannel() {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		this.lowestFree = NONE_FREE;
		receive(channel);
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		assertThat(answers(channel)).isEqualTo("ARR");
		assertThat(channel.isActive()).isTrue();
		this.lowestFree = 10;
		pass(channel);
		assertThat(answers(channel)).isEqualTo("C");
		receive(channel);
		receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).as("the first may have lost its note").isEqualTo("RA");
		assertThat(this.ended).isFalse();
	}

	@Test
	void closesAfterAnyOtherError() {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		lose(channel, -104);
		assertThat(channel.isActive()).isFalse();
		assertThat(this.ended).isTrue();
	}

	@Test
	void asksForNothingOnceClosed() {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		this.lowestFree = NONE_FREE;
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		channel.close();
		pass(channel);
		assertThat(channel.runScheduledPendingTasks()).as("no task waits any more").isEqualTo(-1);
	}

	@Test
	void connectionWhoseNoteMayBeLostIsRefused() throws IOException {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		receive(channel);
		receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).isEqualTo("RRA");
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		receiveNote(channel, "read");
		receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).as("what was lost was no note").isEqualTo("RAA");
		assertThat(this.notes).containsExactly("", "read");
	}

	@Test
	void noteIsThatOfTheNextConnectionOnly() throws IOException {
		EmbeddedChannel channel = channel(Integer.MAX_VALUE);
		receiveNote(channel, "first");
		lose(channel, ReceivedDescriptors.NO_DESCRIPTOR);
		receive(channel);
		receiveNote(channel, "second");
		this.room = false;
		receive(channel);
		this.room = true;
		receive(channel);
		channel.pipeline().fireChannelReadComplete();
		assertThat(answers(channel)).isEqualTo("ARAARA");
		assertThat(this.notes).containsExactly("", "");
	}

	private static void receiveNote(EmbeddedChannel channel, String read) throws IOException {
		byte[] bytes = read.getBytes(StandardCharsets.US_ASCII);
		receive(channel, new NotePipe().write(new ConnectionNote(0, 0, bytes)).intValue());
	}

	private EmbeddedChannel channel(int ceiling) {
		DescriptorLimit limit = new DescriptorLimit(ceiling, ceiling, () -> this.lowestFree, System::nanoTime);
		return new EmbeddedChannel(new ReceivedDescriptors(new TestReceiver(), limit));
	}

	private int descriptor() {
		Socket descriptor = Socket.newSocketDomain();
		this.descriptors.add(descriptor);
		return descriptor.intValue();
	}

	private int receive(EmbeddedChannel channel) {
		// The channel closes what it refuses.
		int descriptor = Socket.newSocketDomain().intValue();
		receive(channel, descriptor);
		return descriptor;
	}

	private static void receive(EmbeddedChannel channel, int descriptor) {
		channel.pipeline().fireChannelRead(new FileDescriptor(descriptor));
	}

	/**
	 * As Netty's channel does when it reads descriptors.
	 */
	private static void lose(EmbeddedChannel channel, int error) {
		channel.pipeline().fireChannelReadComplete();
		channel.pipeline().fireExceptionCaught(new NativeIoException("recvFd", error));
	}

	private static void pass(EmbeddedChannel channel) {
		channel.advanceTimeBy(DescriptorLimit.RETRY.toMillis(), TimeUnit.MILLISECONDS);
		channel.runScheduledPendingTasks();
	}

	private static boolean isOpen(int descriptor) {
		try {
			new FileDescriptor(descriptor).write(java.nio.ByteBuffer.allocateDirect(0), 0, 0);
			return true;
		}
		catch (IOException ex) {
			return ex instanceof NativeIoException failed && failed.expectedErr() != -9;
		}
	}

	private static String answers(EmbeddedChannel channel) {
		StringBuilder answers = new StringBuilder();
		ByteBuf bytes;
		while ((bytes = channel.readOutbound()) != null) {
			answers.append(bytes.toString(StandardCharsets.US_ASCII));
			bytes.release();
		}
		return answers.toString();
	}

	/**
	 * Takes while it has room, and closes what it took.
	 */
	private final class TestReceiver implements DescriptorReceiver {

		@Override
		public boolean reserve() {
			return DescriptorChannelTests.this.room;
		}

		@Override
		public void take(int descriptor) throws IOException {
			DescriptorChannelTests.this.taken.add(descriptor);
			if (DescriptorChannelTests.this.descriptors.stream().noneMatch((own) -> own.intValue() == descriptor)) {
				new FileDescriptor(descriptor).close();
			}
		}

		@Override
		public void take(int descriptor, ConnectionNote note) throws IOException {
			take(descriptor);
			DescriptorChannelTests.this.notes
				.add((note != null) ? new String(note.read(), StandardCharsets.US_ASCII) : "");
		}

		@Override
		public void end() {
			DescriptorChannelTests.this.ended = true;
		}

	}

}
