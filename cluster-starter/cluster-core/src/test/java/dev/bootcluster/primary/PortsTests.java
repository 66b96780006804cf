// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.stream.Stream;

import dev.bootcluster.ReloadState;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.ipc.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link Ports}.
 */
class PortsTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	@ParameterizedTest
	@MethodSource
	void workersThatAskAlikeShareAPort(PortRequest.Open first, PortRequest.Open second, boolean shared) {
		PortRequest.Opened one = opens(this.cluster.worker(1), first);
		PortRequest.Opened other = opens(this.cluster.worker(2), second);
		assertThat(other.equals(one)).isEqualTo(shared);
		assertThat(this.cluster.handoff.ports).hasSize(shared ? 1 : 2);
	}

	static Stream<Arguments> workersThatAskAlikeShareAPort() {
		return Stream.of(arguments(open(8443), open(8443), true), arguments(open(8443), open(8444), false),
				arguments(new PortRequest.Open(null, 8443, 1, 100, true),
						new PortRequest.Open(null, 8443, 2, 50, false), true),
				arguments(open(8443), new PortRequest.Open("127.0.0.1", 8443, 1, 100, true), false),
				arguments(free(1), free(1), true), arguments(free(1), free(2), false));
	}

	@Test
	void portIsOpenBeforeTheWorkerHearsOfIt() {
		PortRequest.Opened opened = opens(this.cluster.worker(1), open(8443));
		assertThat(this.cluster.handoff.ports).containsEntry(opened.number(), 8443);
		assertThat(opened.port()).isEqualTo(8443);
	}

	@Test
	void portThatIsTakenIsRefusedAndTriedAgainForTheNextWorker() {
		this.cluster.handoff.taken.add(8443);
		FromPrimary.Reply refused = this.cluster.asks(this.cluster.worker(1), open(8443));
		assertThat(refused.refusal()).isEqualTo("CONFLICT");
		assertThat(refused.text())
			.isEqualTo("The primary cannot open port 8443 for the application's connector: Address already in use");
		this.cluster.handoff.taken.clear();
		assertThat(opens(this.cluster.worker(2), open(8443)).port()).isEqualTo(8443);
	}

	/**
	 * Whatever a worker asks, it hears at once, and so does the next one.
	 */
	@ParameterizedTest
	@CsvSource({ ", 70000, port out of range", ", -2, port out of range", "[::zz], 8443, invalid" })
	void addressThatCannotBeIsRefused(@Nullable String address, int port, String reason) {
		PortRequest.Open request = new PortRequest.Open(address, port, 1, 100, true);
		for (int slot = 1; slot <= 2; slot++) {
			FromPrimary.Reply refused = this.cluster.asks(this.cluster.worker(slot), request);
			assertThat(refused.refusal()).isEqualTo("CONFLICT");
			assertThat(refused.text()).startsWith("The primary cannot open port " + port).contains(reason);
		}
		assertThat(this.cluster.handoff.ports).isEmpty();
	}

	@Test
	void portStaysOpenWhileItsWorkersAreStartedAgain() {
		opens(this.cluster.worker(1), open(8443));
		opens(this.cluster.worker(2), open(8443));
		this.cluster.crashes(1);
		this.cluster.crashes(2);
		assertThat(this.cluster.handoff.ports).hasSize(1);
	}

	@Test
	void portOfBothGenerationsIsTheSameOverAReload() {
		PortRequest.Opened before = opens(this.cluster.worker(1), open(8443));
		FollowedReload reload = this.cluster.reload();
		for (int slot = 1; slot <= 2; slot++) {
			FakeProcess old = this.cluster.launcher.of(slot).get(0);
			FakeProcess successor = starts(slot);
			assertThat(opens(successor, open(8443))).isEqualTo(before);
			this.cluster.says(successor, new FromWorker.Ready());
			this.cluster.drained(old);
		}
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(this.cluster.handoff.ports).hasSize(1);
	}

	@Test
	void portThatTheNewGenerationHasNoConnectorForClosesWithTheLastOldWorker() {
		opens(this.cluster.worker(1), open(8443));
		this.cluster.reload();
		for (int slot = 1; slot <= 2; slot++) {
			FakeProcess old = this.cluster.launcher.of(slot).get(0);
			FakeProcess successor = starts(slot);
			opens(successor, open(9443));
			this.cluster.says(successor, new FromWorker.Ready());
			assertThat(this.cluster.handoff.ports).containsValues(8443, 9443);
			this.cluster.drained(old);
		}
		assertThat(this.cluster.handoff.ports).containsValue(9443).doesNotContainValue(8443);
	}

	/**
	 * The second slot has no old worker whose end would be the reload's.
	 */
	@Test
	void portClosesWhenTheReloadEndsWithoutTheExitOfAWorker() {
		opens(this.cluster.worker(1), open(8443));
		this.cluster.crashes(2);
		this.cluster.crashes(2);
		FollowedReload reload = this.cluster.reload();
		FakeProcess old = this.cluster.launcher.of(1).get(0);
		FakeProcess first = starts(1);
		this.cluster.says(first, new FromWorker.Ready());
		this.cluster.drained(old);
		this.cluster.says(starts(2), new FromWorker.Ready());
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		this.cluster.says(first, FromWorker.Heartbeat.NONE);
		assertThat(this.cluster.handoff.ports).isEmpty();
	}

	@Test
	void portOfAGenerationThatFailsCloses() {
		opens(this.cluster.worker(1), open(8443));
		FollowedReload reload = this.cluster.reload();
		opens(starts(1), open(9443));
		this.cluster.crashes(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(this.cluster.handoff.ports).containsValue(8443).doesNotContainValue(9443);
	}

	/**
	 * Let the newest process of a slot connect.
	 */
	private FakeProcess starts(int slot) {
		FakeProcess worker = this.cluster.worker(slot);
		this.cluster.connects(worker);
		return worker;
	}

	private PortRequest.Opened opens(FakeProcess worker, PortRequest.Open request) {
		FromPrimary.Reply reply = this.cluster.asks(worker, request);
		assertThat(reply.refusal()).isNull();
		return Wire.fromJson(reply.result(), PortRequest.Opened.class);
	}

	private static PortRequest.Open open(int port) {
		return new PortRequest.Open(null, port, 1, 100, true);
	}

	private static PortRequest.Open free(int connector) {
		return new PortRequest.Open(null, 0, connector, 100, true);
	}

}
