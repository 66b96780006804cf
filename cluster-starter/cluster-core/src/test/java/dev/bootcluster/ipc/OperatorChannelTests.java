// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Greeting} and {@link NettyOperatorChannel}.
 */
class OperatorChannelTests {

	private static final String HELLO = "{\"type\":\"operator\",\"protocol\":5}";

	private final List<FromWorker> fromWorkers = new ArrayList<>();

	private final List<FromOperator> fromOperators = new ArrayList<>();

	private final List<OperatorChannel> closed = new ArrayList<>();

	private OperatorChannel channel;

	private final EmbeddedChannel wire = new EmbeddedChannel();

	OperatorChannelTests() {
		this.wire.freezeTime();
		Wire.installFrames(this.wire.pipeline());
		this.wire.pipeline().addLast(new Greeting((channel, message) -> this.fromWorkers.add(message), (channel) -> {
		}, new OperatorDesk() {

			@Override
			public void received(OperatorChannel channel, FromOperator message) {
				OperatorChannelTests.this.channel = channel;
				OperatorChannelTests.this.fromOperators.add(message);
			}

			@Override
			public void closed(OperatorChannel channel) {
				OperatorChannelTests.this.closed.add(channel);
			}

		}));
	}

	@Test
	void firstFrameSaysThatAnOperatorIsThere() {
		arrives(HELLO);
		assertThat(this.fromOperators).containsExactly(new FromOperator.Hello(5));
		assertThat(this.fromWorkers).isEmpty();
	}

	@Test
	void firstFrameSaysThatAWorkerIsThere() {
		arrives("{\"type\":\"hello\",\"launch\":1,\"pid\":2,\"protocol\":5}", "{\"type\":\"ready\"}");
		assertThat(this.fromWorkers).containsExactly(new FromWorker.Hello(1, 2, 5), new FromWorker.Ready());
		assertThat(this.fromOperators).isEmpty();
	}

	@Test
	void operatorCannotTurnIntoAWorker() {
		arrives(HELLO);
		this.channel.send(new ToOperator.Welcome(5));
		arrives("{\"type\":\"hello\",\"launch\":1,\"pid\":2,\"protocol\":5}");
		assertThat(this.fromWorkers).isEmpty();
		assertThat(this.fromOperators).hasSize(1);
		assertThat(answers()).last().asString().contains("INVALID").contains("'hello'");
	}

	@Test
	void workerCannotTurnIntoAnOperator() {
		arrives("{\"type\":\"hello\",\"launch\":1,\"pid\":2,\"protocol\":5}", HELLO);
		assertThat(this.fromOperators).isEmpty();
		assertThat(this.wire.isOpen()).isFalse();
	}

	@Test
	void requestBeforeTheAnswerToTheLastOneEndsTheChannel() {
		arrives(HELLO);
		arrives("{\"type\":\"ask\",\"id\":1,\"request\":{\"request\":\"info\"}}");
		assertThat(this.fromOperators).hasSize(1);
		assertThat(this.wire.isOpen()).isFalse();
		assertThat(this.closed).containsExactly(this.channel);
	}

	@Test
	void requestAfterTheAnswerIsReceived() {
		arrives(HELLO);
		this.channel.send(new ToOperator.Welcome(5));
		arrives("{\"type\":\"ask\",\"id\":1,\"request\":{\"request\":\"info\"}}");
		assertThat(this.fromOperators).last().isEqualTo(new FromOperator.Ask(1, new ClusterRequest.Info()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"ask\",\"id\":7,\"request\":{\"request\":\"dance\"}}",
			"{\"type\":\"dance\",\"id\":7}", "{\"id\":7}", "{\"type\":\"ask\",\"id\":7,\"request\":1}" })
	void requestOfAnotherVersionIsAnsweredWithASentence(String request) {
		arrives(HELLO);
		this.channel.send(new ToOperator.Welcome(5));
		arrives(request);
		assertThat(answers()).last().asString().contains("\"id\":7", "INVALID", "another version");
		assertThat(this.wire.isOpen()).isTrue();
		arrives("{\"type\":\"ask\",\"id\":8,\"request\":{\"request\":\"info\"}}");
		assertThat(this.fromOperators).hasSize(2);
	}

	@Test
	void whatIsNoJsonEndsTheChannel() {
		arrives(HELLO);
		this.channel.send(new ToOperator.Welcome(5));
		arrives("GET / HTTP/1.1");
		assertThat(this.wire.isOpen()).isFalse();
	}

	@Test
	void connectionOnWhichNobodySaysHelloIsClosed() {
		this.wire.advanceTimeBy(Greeting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		this.wire.runScheduledPendingTasks();
		assertThat(this.wire.isOpen()).isFalse();
	}

	@Test
	void operatorThatAsksNothingAnyMoreMakesRoomForAnother() {
		arrives(HELLO);
		this.channel.send(new ToOperator.Welcome(5));
		this.wire.advanceTimeBy(Greeting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		this.wire.runScheduledPendingTasks();
		assertThat(this.wire.isOpen()).as("after a while").isTrue();
		this.wire.advanceTimeBy(NettyOperatorChannel.IDLE.toMillis(), TimeUnit.MILLISECONDS);
		this.wire.runScheduledPendingTasks();
		assertThat(this.wire.isOpen()).isFalse();
		assertThat(this.closed).containsExactly(this.channel);
	}

	@Test
	void lastAnswerIsSentBeforeTheEnd() {
		arrives(HELLO);
		this.channel.sendLast(new ToOperator.Answer(0, "CONFLICT", "too many", null));
		assertThat(answers()).singleElement().asString().contains("too many");
		assertThat(this.wire.isOpen()).isFalse();
	}

	private void arrives(String... messages) {
		ByteBuf frames = Unpooled.buffer();
		for (String message : messages) {
			frames.writeInt(message.length()).writeBytes(message.getBytes(StandardCharsets.US_ASCII));
		}
		this.wire.writeInbound(frames);
		this.wire.runPendingTasks();
	}

	private List<String> answers() {
		List<String> answers = new ArrayList<>();
		ByteBuf all = Unpooled.buffer();
		ByteBuf part;
		while ((part = this.wire.readOutbound()) != null) {
			all.writeBytes(part);
		}
		while (all.isReadable()) {
			answers.add(all.readSlice(all.readInt()).toString(StandardCharsets.UTF_8));
		}
		return answers;
	}

}
