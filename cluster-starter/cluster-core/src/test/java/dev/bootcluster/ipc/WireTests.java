// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.BalancingInfo;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.ExitCause;
import dev.bootcluster.LingeringWorker;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.WorkerTraffic;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
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

	private final List<FromWorker> received = new ArrayList<>();

	private final List<ControlChannel<FromPrimary>> closed = new ArrayList<>();

	private final EmbeddedChannel wire = new EmbeddedChannel();

	private final ControlChannel<FromPrimary> control = ControlChannel.open(this.wire, FromWorker.class,
			(channel, message) -> this.received.add(message), this.closed::add);

	@ParameterizedTest
	@MethodSource
	void everyMessageSurvivesTheRoundTrip(Message message) {
		Message heard = travel(directionOf(message), message);
		assertThat(heard).hasSameClassAs(message);
		assertThat(Wire.toJson(heard)).hasToString(Wire.toJson(message).toString());
	}

	@SuppressWarnings("unchecked")
	private static Class<Message> directionOf(Message message) {
		return (Class<Message>) Stream.of(Message.class.getPermittedSubclasses())
			.filter((direction) -> direction.isInstance(message))
			.findFirst()
			.orElseThrow();
	}

	static Stream<Message> everyMessageSurvivesTheRoundTrip() {
		return Stream.of(new FromOperator.Hello(5), new FromOperator.Ask(1, new ClusterRequest.Scale("max")),
				new FromOperator.ReadOutput(2, null, 0, 200), new FromOperator.ReadOutput(3, 1, 17, 200),
				new ToOperator.Welcome(5), new ToOperator.Answer(1, "CONFLICT", "läuft", null),
				new ToOperator.Answer(2, null, null, Wire.toJson(List.of("line"))), new FromWorker.Hello(7, 4711),
				new FromWorker.Ready(),
				new FromWorker.Heartbeat(1, Long.MAX_VALUE, 2, 1L << 40, 3, 4, -1, -1, -1, 5, 6, 7, 8, 9),
				FromWorker.Heartbeat.NONE, new FromPrimary.ReportLoad(true),
				new FromPrimary.DumpThreads("/tmp/threads.txt"), new FromWorker.ThreadsDumped("/tmp/threads.txt"),
				new FromWorker.StopRequested("SIGTERM"), new FromWorker.Leaving("System.exit"),
				new FromWorker.ShutDown("Actuator"), new FromPrimary.Drain(30_000, 1000, 17),
				new FromPrimary.GiveBack(List.of(2, 3, 2), false), new FromWorker.Drained(3), new FromPrimary.Linger(),
				new FromWorker.Sessions(17),
				new FromPrimary.Event(Wire
					.toJson(new ClusterEvent(1, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 2, 3, 0, "läuft"))),
				new FromWorker.Call(1, new ClusterRequest.Info()),
				new FromWorker.Post(new Letter(Letter.Kind.BROADCAST, 0, 1, 0, null, "Note", "{\"text\":\"läuft\"}")),
				new FromPrimary.Deliver(
						new Letter(Letter.Kind.RESPONSE, 7, 2, 1, new Letter.Sender(3, 2, 4711), "", null)),
				new FromPrimary.Posted(List.of(new FromPrimary.Receipt(1, 4))), new FromWorker.Taken(32),
				new FromPrimary.Missed(17), new FromPrimary.Leader(2, 1, 4711), FromPrimary.Leader.NONE,
				new FromWorker.Computed("users", null), new FromWorker.Computed("users", "25"),
				new FromPrimary.Shared("users", 3, "25"), new FromPrimary.Reply(1, null, null, null),
				new FromPrimary.Reply(2, "CONFLICT", "Reload 1 läuft …", null),
				new FromPrimary.Reply(3, null, null, Wire.toJson(new ReloadInfo(1, Kind.RELOAD, ReloadState.FAILED, 2,
						true, List.of(1, 2), "why", List.of("line\n")))));
	}

	@ParameterizedTest
	@MethodSource
	void everyRequestSurvivesTheRoundTrip(Request<?> request) {
		FromWorker.Call call = new FromWorker.Call(7, request);
		assertThat(travel(FromWorker.class, call)).isEqualTo(call);
	}

	static Stream<Request<?>> everyRequestSurvivesTheRoundTrip() {
		return Stream.of(new ClusterRequest.Info(), new ClusterRequest.Totals(), new ClusterRequest.Reload(true),
				new ClusterRequest.RollBack(), new ClusterRequest.LastReload(),
				new ClusterRequest.Events(Long.MAX_VALUE), new ClusterRequest.Restart(2),
				new ClusterRequest.RestartAll(), new ClusterRequest.Stop(2), new ClusterRequest.Start(2),
				new ClusterRequest.StartAll(), new ClusterRequest.Pause(2), new ClusterRequest.Resume(2),
				new ClusterRequest.Scale("50%"), new ClusterRequest.Balance("fastest"),
				new CollaborationRequest.Claim("a job with spaces", 1), new CollaborationRequest.Finished("läuft", 2),
				new CollaborationRequest.AskValue("users"), new HistoryRequest.Samples(Long.MAX_VALUE),
				new HistoryRequest.Printed(2, 17, 500), new PortRequest.Open("::1", 8443, 1, 100, false));
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
		assertThat(sent).containsExactlyInAnyOrder(Stream.of(Message.class.getPermittedSubclasses())
			.flatMap((direction) -> Stream.of(direction.getPermittedSubclasses()))
			.toArray(Class<?>[]::new));
	}

	@Test
	void answersToCallsSurviveTheRoundTrip() {
		ClusterInfo info = new ClusterInfo(ClusterState.DEGRADED, "reason", 3, 1,
				new PrimaryInfo(1, Duration.ofMillis(1234567), 5, 6), new BalancingInfo("random", 1.5),
				List.of(new WorkerInfo(1, 2, 3, WorkerState.READY, Duration.ofNanos(1), 4, 5, 6, 7,
						new WorkerExit(137, "SIGKILL", "ended by SIGKILL", ExitCause.SIGNAL), true, false,
						new WorkerTraffic(1, 2, 3, 4, 5, 0.25)),
						new WorkerInfo(2, 0, 3, WorkerState.EXITED, Duration.ZERO, 0, 0, 0, 0, null, false, false,
								WorkerTraffic.NONE)),
				List.of(new LingeringWorker(1, 5, 2, Duration.ofHours(1), 3, 4, 5, 7, Duration.ofMinutes(3))));
		assertThat(Wire.fromJson(Wire.toJson(info), ClusterInfo.class)).isEqualTo(info);
		ClusterTotals totals = new ClusterTotals(1, Duration.ofNanos(2), 3, Map.of(ExitCause.SIGNAL, 4L),
				List.of(new RolloutTotal(Kind.RELOAD, ReloadState.FAILED, 5, Duration.ofSeconds(6))));
		assertThat(Wire.fromJson(Wire.toJson(totals), ClusterTotals.class)).isEqualTo(totals);
		ClusterEvent event = new ClusterEvent(Long.MAX_VALUE, Instant.parse("2026-11-21T08:00:00.123456789Z"),
				ClusterEventType.WORKER_EXITED, 1, 2, 3, 4, "ended by SIGKILL");
		assertThat(Wire.fromJson(Wire.toJson(List.of(event)), ClusterEvent[].class)).containsExactly(event);
		ClusterSample sample = new ClusterSample(7, 1_764_435_600_000L, 123.5, 1,
				List.of(new WorkerSample(1, 0.25, 1L << 40, 12, 510.5, 900L, 4200L, 0.5),
						new WorkerSample(2, 0, 0, 0, 0, null, null, 0)));
		assertThat(Wire.fromJson(Wire.toJson(List.of(sample)), ClusterSample[].class)).containsExactly(sample);
		PrintedLines lines = new PrintedLines(List.of(new PrintedLines.Line(1, "läuft \u001b[0m")), 17, 3);
		assertThat(Wire.fromJson(Wire.toJson(lines), PrintedLines.class)).isEqualTo(lines);
		PortRequest.Opened port = new PortRequest.Opened(1, 8443);
		assertThat(Wire.fromJson(Wire.toJson(port), PortRequest.Opened.class)).isEqualTo(port);
		ReloadInfo reload = new ReloadInfo(1, Kind.RELOAD, ReloadState.RUNNING, 2, false, List.of(), null, List.of());
		assertThat(Wire.fromJson(Wire.toJson(reload), ReloadInfo.class)).isEqualTo(reload);
	}

	@Test
	void frameIsALengthAndJsonThatNamesItsType() {
		this.control.send(new FromPrimary.Missed(3));
		ByteBuf all = Unpooled.buffer();
		ByteBuf part;
		while ((part = this.wire.readOutbound()) != null) {
			all.writeBytes(part);
		}
		assertThat(all.readInt()).isEqualTo(all.readableBytes());
		assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo("{\"type\":\"missed\",\"letters\":3}");
	}

	@Test
	void framesThatArriveInPiecesOrTogetherAreRead() {
		ByteBuf two = frame("{\"type\":\"ready\"}").writeBytes(frame("{\"type\":\"drained\",\"cut\":1}"));
		while (two.isReadable()) {
			this.wire.writeInbound(two.readBytes(1));
		}
		this.wire.writeInbound(frame("{\"type\":\"ready\"}").writeBytes(frame("{\"type\":\"ready\"}")));
		assertThat(this.received).hasSize(4).startsWith(new FromWorker.Ready(), new FromWorker.Drained(1));
	}

	@Test
	void heartbeatOfAnOlderWorkerIsUnderstood() {
		this.wire
			.writeInbound(frame("{\"type\":\"heartbeat\",\"connections\":1,\"requests\":2,\"errors\":3,\"memory\":4,"
					+ "\"executing\":5,\"oldestMillis\":6,\"queued\":7,\"busyThreads\":8,\"maxThreads\":9,\"heapAfterGc\":10}"));
		assertThat(this.received).containsExactly(new FromWorker.Heartbeat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 0));
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
		assertThat(peer.channel().offer(FromPrimary.Leader.NONE)).isFalse();
		peer.stalls(false);
		assertThat(peer.channel().offer(new FromPrimary.Missed(1))).isTrue();
		assertThat(peer.heard()).containsExactly(new FromPrimary.Missed(1));
		peer.channel().close();
		assertThat(peer.channel().offer(FromPrimary.Leader.NONE)).as("its end is told otherwise").isTrue();
	}

	@Test
	void endOfTheChannelIsTold() {
		this.wire.close();
		assertThat(this.closed).containsExactly(this.control);
	}

	/**
	 * Send a message from one end to the other.
	 */
	private static <M extends Message> M travel(Class<M> direction, M message) {
		EmbeddedChannel near = new EmbeddedChannel();
		EmbeddedChannel far = new EmbeddedChannel();
		Wire.install(far.pipeline(), direction);
		ControlChannel.<M, FromWorker>open(near, FromWorker.class, (channel, heard) -> {
		}, (channel) -> {
		}).send(message);
		Object frame;
		while ((frame = near.readOutbound()) != null) {
			far.writeInbound(frame);
		}
		return direction.cast(far.readInbound());
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
