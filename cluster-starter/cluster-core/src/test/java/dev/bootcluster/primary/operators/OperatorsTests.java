// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.operators;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromOperator;
import dev.bootcluster.ipc.OperatorChannel;
import dev.bootcluster.ipc.Protocol;
import dev.bootcluster.ipc.RequestingCluster;
import dev.bootcluster.ipc.ToOperator;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.process.RecentOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Operators}.
 */
class OperatorsTests {

	private static final ReloadInfo RELOAD = new ReloadInfo(1, Kind.RELOAD, ReloadState.RUNNING, 2, false, List.of(),
			null, List.of());

	private final List<ClusterRequest<?>> performed = new ArrayList<>();

	private RuntimeException failure;

	private final RecentOutput output = new RecentOutput();

	private final Operators operators = new Operators(new RequestingCluster() {

		@Override
		public ClusterRole role() {
			return ClusterRole.PRIMARY;
		}

		@Override
		protected <R> R ask(ClusterRequest<R> request) {
			OperatorsTests.this.performed.add(request);
			if (OperatorsTests.this.failure != null) {
				throw OperatorsTests.this.failure;
			}
			return (request.answer() == ReloadInfo.class) ? request.answer().cast(RELOAD) : null;
		}

	}, this.output);

	private final FakeChannel channel = new FakeChannel();

	@Test
	void operatorIsWelcomedAndAnswered() {
		hello(this.channel, Protocol.VERSION);
		assertThat(this.channel.heard).containsExactly(new ToOperator.Welcome(Protocol.VERSION));
		this.operators.received(this.channel, new FromOperator.Ask(7, new ClusterRequest.Reload(true)));
		assertThat(this.performed).containsExactly(new ClusterRequest.Reload(true));
		assertThat(this.channel.last()).isEqualTo(new ToOperator.Answer(7, null, null, Wire.toJson(RELOAD)));
		this.operators.received(this.channel, new FromOperator.Ask(8, new ClusterRequest.Stop(1)));
		assertThat(this.channel.last()).isEqualTo(new ToOperator.Answer(8, null, null, null));
	}

	@Test
	void operatorMustSayHelloFirst() {
		this.operators.received(this.channel, new FromOperator.Ask(7, new ClusterRequest.Reload(false)));
		assertThat(this.performed).isEmpty();
		assertThat(this.channel.ended).isTrue();
	}

	@Test
	void operatorsAreLimitedAndOneThatGoesMakesRoom() {
		for (int number = 0; number < Operators.MAX; number++) {
			hello((number == 0) ? this.channel : new FakeChannel(), Protocol.VERSION);
		}
		FakeChannel another = new FakeChannel();
		hello(another, Protocol.VERSION);
		assertThat(another.ended).isTrue();
		assertThat(another.heard).singleElement().asString().contains("16 operators");
		this.operators.closed(another);
		this.operators.closed(this.channel);
		FakeChannel later = new FakeChannel();
		hello(later, Protocol.VERSION);
		assertThat(later.heard).containsExactly(new ToOperator.Welcome(Protocol.VERSION));
	}

	@ParameterizedTest
	@MethodSource
	void operatorOfAnotherVersionMayLook(ClusterRequest<?> question) {
		hello(this.channel, Protocol.VERSION + 1);
		this.failure = new ClusterException(Reason.NOT_FOUND, "none");
		this.operators.received(this.channel, new FromOperator.Ask(1, question));
		assertThat(this.performed).containsExactly(question);
	}

	static List<ClusterRequest<?>> operatorOfAnotherVersionMayLook() {
		return List.of(new ClusterRequest.Info(), new ClusterRequest.LastReload(), new ClusterRequest.Events(0));
	}

	@ParameterizedTest
	@MethodSource
	void operatorOfAnotherVersionMayChangeNothing(ClusterRequest<?> order) {
		hello(this.channel, Protocol.VERSION + 1);
		this.operators.received(this.channel, new FromOperator.Ask(1, order));
		assertThat(this.performed).isEmpty();
		assertThat(this.channel.last()).asString().contains("CONFLICT", "another version");
	}

	static List<ClusterRequest<?>> operatorOfAnotherVersionMayChangeNothing() {
		return List.of(new ClusterRequest.Reload(false), new ClusterRequest.RollBack(), new ClusterRequest.Restart(1),
				new ClusterRequest.RestartAll(), new ClusterRequest.Stop(1), new ClusterRequest.Start(1),
				new ClusterRequest.StartAll(), new ClusterRequest.Pause(1), new ClusterRequest.Resume(1),
				new ClusterRequest.Scale("1"));
	}

	@Test
	void refusalIsAnswered() {
		hello(this.channel, Protocol.VERSION);
		this.failure = new ClusterException(Reason.CONFLICT, "Reload 1 runs");
		this.operators.received(this.channel, new FromOperator.Ask(1, new ClusterRequest.RollBack()));
		assertThat(this.channel.last()).isEqualTo(new ToOperator.Answer(1, "CONFLICT", "Reload 1 runs", null));
	}

	@Test
	void failureIsAnsweredAndCostsNotTheChannel() {
		hello(this.channel, Protocol.VERSION);
		this.failure = new IllegalStateException("a defect");
		this.operators.received(this.channel, new FromOperator.Ask(1, new ClusterRequest.RollBack()));
		assertThat(this.channel.last()).asString().contains("UNAVAILABLE", "a defect");
		assertThat(this.channel.ended).isFalse();
	}

	@Test
	void whatOnlyWorkersAskIsRefused() {
		hello(this.channel, Protocol.VERSION);
		this.operators.received(this.channel, new FromOperator.Ask(1, new CollaborationRequest.AskValue("secret")));
		assertThat(this.channel.last()).asString().contains("INVALID", "AskValue");
		this.operators.received(this.channel, new FromOperator.Ask(2, null));
		assertThat(this.channel.last()).asString().contains("INVALID");
	}

	@Test
	void outputIsRead() {
		this.output.of(2).accept("läuft");
		hello(this.channel, Protocol.VERSION + 1);
		this.operators.received(this.channel, new FromOperator.ReadOutput(1, 2, 0, 10));
		assertThat(this.channel.last()).asString().contains("läuft", "next=1", "dropped=0");
	}

	private void hello(FakeChannel channel, int protocol) {
		this.operators.received(channel, new FromOperator.Hello(protocol));
	}

	/**
	 * Remembers what an operator is sent.
	 */
	private static final class FakeChannel implements OperatorChannel {

		private final List<ToOperator> heard = new ArrayList<>();

		private boolean ended;

		@Override
		public void send(ToOperator answer) {
			this.heard.add(answer);
		}

		@Override
		public void sendLast(ToOperator answer) {
			this.heard.add(answer);
			this.ended = true;
		}

		private ToOperator last() {
			return this.heard.get(this.heard.size() - 1);
		}

	}

}
