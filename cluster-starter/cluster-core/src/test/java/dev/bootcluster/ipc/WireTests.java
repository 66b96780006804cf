/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.ipc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ExitCause;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Wire}, {@link Message} and {@link ControlChannel}.
 */
class WireTests {

	private final List<Message> received = new ArrayList<>();

	private final List<ControlChannel> closed = new ArrayList<>();

	private final EmbeddedChannel wire = new EmbeddedChannel();

	private final ControlChannel control = ControlChannel.open(this.wire,
			(channel, message) -> this.received.add(message), this.closed::add);

	@ParameterizedTest
	@MethodSource
	void everyMessageSurvivesTheRoundTrip(Message message) {
		ControlPeer peer = new ControlPeer();
		peer.channel().send(message);
		assertThat(peer.heard()).singleElement()
			.hasSameClassAs(message)
			.satisfies((heard) -> assertThat(Wire.toJson(heard)).hasToString(Wire.toJson(message).toString()));
	}

	static Stream<Message> everyMessageSurvivesTheRoundTrip() {
		return Stream.of(new Message.Hello(7, 4711), new Message.Ready(),
				new Message.Heartbeat(1, Long.MAX_VALUE, 2, 1L << 40, 3, 4, -1, -1, -1, 5), Message.Heartbeat.NONE,
				new Message.DumpThreads("/tmp/threads.txt"), new Message.ThreadsDumped("/tmp/threads.txt"),
				new Message.StopRequested("SIGTERM"), new Message.Leaving("System.exit"),
				new Message.Drain(30_000, 1000, 17), new Message.Drained(3),
				new Message.Event(Wire
					.toJson(new ClusterEvent(1, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 2, 3, 0, "läuft"))),
				new Message.Call(1, new ClusterRequest.Info()),
				new Message.Post(new Letter(Letter.Kind.BROADCAST, 0, 1, 0, null, "Note", "{\"text\":\"läuft\"}")),
				new Message.Deliver(new Letter(Letter.Kind.RESPONSE, 7, 2, 1, new Letter.Sender(3, 2, 4711), "", null)),
				new Message.Posted(List.of(new Message.Receipt(1, 4))), new Message.Taken(32), new Message.Missed(17),
				new Message.Leader(2, 1, 4711), Message.Leader.NONE, new Message.Computed("users", null),
				new Message.Computed("users", "25"), new Message.Shared("users", 3, "25"),
				new Message.Reply(1, null, null, null), new Message.Reply(2, "CONFLICT", "Reload 1 läuft …", null),
				new Message.Reply(3, null, null, Wire.toJson(new ReloadInfo(1, Kind.RELOAD, ReloadState.FAILED, 2, true,
						List.of(1, 2), "why", List.of("line\n")))));
	}

	@ParameterizedTest
	@MethodSource
	void everyRequestSurvivesTheRoundTrip(Request<?> request) {
		ControlPeer peer = new ControlPeer();
		peer.channel().send(new Message.Call(7, request));
		assertThat(peer.heard()).containsExactly(new Message.Call(7, request));
	}

	static Stream<Request<?>> everyRequestSurvivesTheRoundTrip() {
		return Stream.of(new ClusterRequest.Info(), new ClusterRequest.Reload(true), new ClusterRequest.RollBack(),
				new ClusterRequest.LastReload(), new ClusterRequest.Events(Long.MAX_VALUE),
				new ClusterRequest.Restart(2), new ClusterRequest.RestartAll(), new ClusterRequest.Stop(2),
				new ClusterRequest.Start(2), new ClusterRequest.StartAll(), new ClusterRequest.Pause(2),
				new ClusterRequest.Resume(2), new ClusterRequest.Scale("50%"),
				new CollaborationRequest.Claim("a job with spaces", 1), new CollaborationRequest.Finished("läuft", 2),
				new CollaborationRequest.AskValue("users"));
	}

	@Test
	void everyKindOfRequestIsInTheRoundTrip() {
		Class<?>[] sent = everyRequestSurvivesTheRoundTrip().map(Object::getClass).toArray(Class<?>[]::new);
		assertThat(sent).containsExactlyInAnyOrder(Stream.of(Request.class.getPermittedSubclasses())
			.flatMap((kind) -> Stream.of(kind.getPermittedSubclasses()))
			.toArray(Class<?>[]::new));
	}

	@Test
	void everyKindOfMessageIsInTheRoundTrip() {
		Class<?>[] sent = everyMessageSurvivesTheRoundTrip().map(Object::getClass).distinct().toArray(Class<?>[]::new);
		assertThat(sent).containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
	}

	@Test
	void answersToCallsSurviveTheRoundTrip() {
		ClusterInfo info = new ClusterInfo(ClusterState.DEGRADED, "reason", 3, 1,
				new PrimaryInfo(1, Duration.ofMillis(1234567), 5, 6),
				List.of(new WorkerInfo(1, 2, 3, WorkerState.READY, Duration.ofNanos(1), 4, 5, 6, 7,
						new WorkerExit(137, "SIGKILL", "ended by SIGKILL", ExitCause.SIGNAL), true, false),
						new WorkerInfo(2, 0, 3, WorkerState.EXITED, Duration.ZERO, 0, 0, 0, 0, null, false, false)));
		assertThat(Wire.fromJson(Wire.toJson(info), ClusterInfo.class)).isEqualTo(info);
		ClusterEvent event = new ClusterEvent(Long.MAX_VALUE, Instant.parse("2026-11-21T08:00:00.123456789Z"),
				ClusterEventType.WORKER_EXITED, 1, 2, 3, 4, "ended by SIGKILL");
		assertThat(Wire.fromJson(Wire.toJson(List.of(event)), ClusterEvent[].class)).containsExactly(event);
		ReloadInfo reload = new ReloadInfo(1, Kind.RELOAD, ReloadState.RUNNING, 2, false, List.of(), null, List.of());
		assertThat(Wire.fromJson(Wire.toJson(reload), ReloadInfo.class)).isEqualTo(reload);
	}

	@Test
	void frameIsALengthAndJsonThatNamesItsType() {
		this.control.send(new Message.Drained(3));
		ByteBuf all = Unpooled.buffer();
		ByteBuf part;
		while ((part = this.wire.readOutbound()) != null) {
			all.writeBytes(part);
		}
		assertThat(all.readInt()).isEqualTo(all.readableBytes());
		assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo("{\"type\":\"drained\",\"cut\":3}");
	}

	@Test
	void framesThatArriveInPiecesOrTogetherAreRead() {
		ByteBuf two = frame("{\"type\":\"ready\"}").writeBytes(frame("{\"type\":\"drained\",\"cut\":1}"));
		while (two.isReadable()) {
			this.wire.writeInbound(two.readBytes(1));
		}
		this.wire.writeInbound(frame("{\"type\":\"ready\"}").writeBytes(frame("{\"type\":\"ready\"}")));
		assertThat(this.received).hasSize(4).startsWith(new Message.Ready(), new Message.Drained(1));
	}

	@Test
	void unknownTypeClosesTheChannel() {
		this.wire.writeInbound(frame("{\"type\":\"dance\"}"));
		assertClosed();
	}

	@Test
	void whatIsNoJsonClosesTheChannel() {
		this.wire.writeInbound(frame("GET / HTTP/1.1"));
		assertClosed();
	}

	@Test
	void frameThatIsTooLongClosesTheChannel() {
		this.wire.writeInbound(Unpooled.buffer().writeInt(Wire.MAX_FRAME + 1).writeByte(0));
		assertClosed();
	}

	@Test
	void whatMayBeLostIsNotSentToAPeerThatDoesNotRead() {
		ControlPeer peer = new ControlPeer();
		peer.stalls(true);
		assertThat(peer.channel().offer(new Message.Ready())).isFalse();
		peer.stalls(false);
		assertThat(peer.channel().offer(new Message.Drained(1))).isTrue();
		assertThat(peer.heard()).containsExactly(new Message.Drained(1));
		peer.channel().close();
		assertThat(peer.channel().offer(new Message.Ready())).as("its end is told otherwise").isTrue();
	}

	@Test
	void endOfTheChannelIsTold() {
		this.wire.close();
		assertThat(this.closed).containsExactly(this.control);
	}

	private void assertClosed() {
		this.wire.runPendingTasks();
		assertThat(this.received).isEmpty();
		assertThat(this.wire.isOpen()).isFalse();
		assertThat(this.closed).containsExactly(this.control);
	}

	private static ByteBuf frame(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes);
	}

}
