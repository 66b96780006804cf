// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.bootcluster.Balancer;
import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Policies, and a change from one to another, over real sockets.
 */
class ChangedPolicyTests {

	@TempDir
	private Path directory;

	private HandoffStage stage;

	@BeforeEach
	void open() throws IOException {
		this.stage = HandoffStage.open(this.directory);
	}

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	@Test
	void workerThatReportsTheLeastLoadGetsTheConnection() throws Exception {
		RawWorker first = this.stage.worker(1);
		RawWorker second = this.stage.worker(2);
		this.stage.handoff.balance(BalancingPolicy.LEAST_CONNECTIONS, Map.of());
		assertThat(this.stage.handoff.needsLoad()).isTrue();
		this.stage.barrier();
		serveAndReport(first, 5);
		serveAndReport(second, 2);
		serve(second);
		serveAndReport(second, 9);
		serve(first);
		serve(first);
	}

	/**
	 * The next connection goes to this worker, which reports a load and then takes it, so
	 * that the report has been read when the handoff is counted.
	 */
	private void serveAndReport(RawWorker worker, int connections) throws Exception {
		this.stage.client("x");
		worker.receive().close();
		long before = this.stage.handoff.stats().handoffs();
		worker.report(connections, 0, 0, 0);
		worker.answer("A");
		this.stage.awaitHandoffs(before + 1);
	}

	/**
	 * The next connection goes to this worker, which takes and closes it.
	 */
	private void serve(RawWorker worker) throws Exception {
		this.stage.client("x");
		worker.receive().close();
		long before = this.stage.handoff.stats().handoffs();
		worker.answer("A");
		this.stage.awaitHandoffs(before + 1);
	}

	@Test
	void everyConnectionIsHandedOverWhateverThePolicyChangesTo() throws Exception {
		List<RawWorker> workers = List.of(this.stage.worker(1), this.stage.worker(2), this.stage.worker(3));
		List<String> policies = List.of("least-connections", "power-of-two", "fastest", "weighted", "random",
				"client-hash", "round-robin", LastOne.class.getName());
		List<Socket> clients = new ArrayList<>();
		List<RawWorker.Connection> taken = new ArrayList<>();
		for (int round = 0; round < 40; round++) {
			this.stage.handoff.balance(BalancingPolicy.of(policies.get(round % policies.size())), Map.of(1, 3));
			for (int i = 0; i < 5; i++) {
				clients.add(this.stage.client("%04d".formatted(clients.size())));
			}
			Await.until("all connections", () -> {
				for (RawWorker worker : workers) {
					worker.receiveAll(taken);
				}
				return taken.size() == clients.size();
			});
		}
		List<String> requests = taken.stream().map((connection) -> connection.read(4)).sorted().toList();
		assertThat(requests).hasSize(200).doesNotHaveDuplicates();
		Await.until("200 handoffs", () -> this.stage.handoff.stats().handoffs() == 200);
		assertThat(this.stage.handoff.stats().pending()).isZero();
		for (RawWorker.Connection connection : taken) {
			connection.close();
		}
	}

	@Test
	void connectionsThatWaitAreAssignedByTheNewPolicy() throws Exception {
		this.stage.worker(1);
		this.stage.barrier();
		this.stage.clients(Unanswered.WINDOW + 3);
		this.stage.awaitPending(3);
		this.stage.handoff.balance(BalancingPolicy.RANDOM, Map.of());
		RawWorker second = this.stage.worker(2);
		for (int i = 0; i < 3; i++) {
			second.receive().close();
		}
		this.stage.awaitPending(0);
	}

	@Test
	void policyThatCannotBeHadChangesNothing() throws Exception {
		RawWorker worker = this.stage.worker(1);
		assertThatExceptionOfType(BalancerException.class)
			.isThrownBy(() -> this.stage.handoff.balance(BalancingPolicy.of("app.Missing"), Map.of()));
		assertThat(this.stage.handoff.policy()).isEqualTo(BalancingPolicy.ROUND_ROBIN);
		serve(worker);
	}

	@Test
	void workerIsToldApartByWhatItWasHandedAndRefused() throws Exception {
		RawWorker full = this.stage.worker(1);
		this.stage.client("x");
		full.receive().close();
		full.answer("R");
		this.stage.awaitPending(1);
		RawWorker other = this.stage.worker(2);
		other.receive().close();
		other.answer("A");
		this.stage.awaitHandoffs(1);
		assertThat(this.stage.handoff.workers()).containsOnly(Map.entry(1L, new WorkerHandoffs(0, 1, 0, 0, 0, true)),
				Map.entry(2L, new WorkerHandoffs(1, 0, 0, 0, 1, true)));
		this.stage.handoff.balance(BalancingPolicy.RANDOM, Map.of());
		this.stage.barrier();
		assertThat(this.stage.handoff.workers().get(2L)).isEqualTo(new WorkerHandoffs(1, 0, 0, 0, 0, true));
	}

	@Test
	void impossibleLoadClosesThatLinkAlone() throws Exception {
		RawWorker mad = this.stage.worker(1);
		mad.report(-1, 0, 0, 0);
		mad.awaitClosed();
		serve(this.stage.worker(2));
	}

	/**
	 * Chooses the last one.
	 */
	static final class LastOne implements Balancer {

		@Override
		public <C extends Candidate> C choose(Client client, List<C> candidates) {
			return candidates.get(candidates.size() - 1);
		}

	}

}
