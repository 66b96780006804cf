// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StickyBalancer}.
 */
class StickyBalancerTests {

	private final StickyBalancer balancer = new StickyBalancer(new RoundRobinBalancer(), false);

	private final List<FakeCandidate> candidates = new ArrayList<>(List.of(new FakeCandidate(1, 1),
			new FakeCandidate(2, 2), new FakeCandidate(3, 3), new FakeCandidate(4, 4)));

	@Test
	void connectionGoesToItsSlot() {
		assertThat(choose(3, 0)).isEqualTo(3);
		assertThat(choose(3, 3)).isEqualTo(3);
		assertThat(choose(1, 99)).isEqualTo(1);
	}

	@Test
	void connectionWithoutASlotGoesWhereTheOtherBalancerSays() {
		assertThat(choose(0, 0)).isEqualTo(1);
		assertThat(choose(0, 0)).isEqualTo(2);
	}

	@Test
	void connectionWaitsForAWorkerThatIsBusy() {
		this.candidates.get(2).available = false;
		assertThat(choose(3, 3)).isZero();
	}

	@Test
	void connectionGoesToTheWorkerItNamesWhileThatServesElseToTheNewest() {
		this.candidates.add(3, new FakeCandidate(3, 9));
		assertThat(choose(3, 3)).isEqualTo(3);
		assertThat(choose(3, 9)).isEqualTo(9);
		assertThat(choose(3, 5)).isEqualTo(9);
		assertThat(choose(3, 0)).isEqualTo(9);
		this.candidates.remove(2);
		assertThat(choose(3, 3)).isEqualTo(9);
	}

	@Test
	void anotherWorkerStandsInForASlotThatIsGone() {
		this.candidates.remove(2);
		long standIn = choose(3, 3);
		assertThat(standIn).isNotZero();
		assertThat(choose(3, 17)).isEqualTo(standIn);
		this.candidates.removeIf((candidate) -> candidate.number() == standIn);
		assertThat(choose(3, 3)).isNotZero().isNotEqualTo(standIn);
	}

	@Test
	void nobodyIsChosenWhileNobodyIsAvailable() {
		this.candidates.forEach((candidate) -> candidate.available = false);
		assertThat(choose(0, 0)).isZero();
		assertThat(choose(3, 0)).isZero();
		assertThat(choose(9, 0)).isZero();
		this.candidates.clear();
		assertThat(choose(9, 0)).isZero();
	}

	@Test
	void addressesStayWhereTheyAreAndAFifthMovesToAFifthWorker() throws UnknownHostException {
		StickyBalancer byAddress = new StickyBalancer(new RoundRobinBalancer(), true);
		Map<InetAddress, Long> before = chosenBy(byAddress);
		assertThat(chosenBy(byAddress)).isEqualTo(before);
		for (FakeCandidate candidate : this.candidates) {
			assertThat(before.values()).filteredOn((number) -> number == candidate.number()).hasSizeBetween(200, 300);
		}
		this.candidates.add(new FakeCandidate(5, 5));
		Map<InetAddress, Long> after = chosenBy(byAddress);
		List<Long> moved = new ArrayList<>();
		after.forEach((address, number) -> {
			if (!number.equals(before.get(address))) {
				moved.add(number);
			}
		});
		assertThat(moved).hasSizeBetween(150, 250).containsOnly(5L);
	}

	private Map<InetAddress, Long> chosenBy(StickyBalancer byAddress) throws UnknownHostException {
		Map<InetAddress, Long> chosen = new TreeMap<>(Comparator.comparing(InetAddress::getHostAddress));
		for (int i = 0; i < 1000; i++) {
			InetAddress address = InetAddress.getByAddress(new byte[] { 10, 0, (byte) (i >> 8), (byte) i });
			chosen.put(address, byAddress.choose(new FakeClient(address, 0, 0), this.candidates).number());
		}
		return chosen;
	}

	private long choose(int slot, long worker) {
		FakeCandidate chosen = this.balancer.choose(new FakeClient(InetAddress.getLoopbackAddress(), slot, worker),
				this.candidates);
		return (chosen != null) ? chosen.number() : 0;
	}

}
