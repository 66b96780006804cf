// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.Chance;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job of every second goes on while its leaders are killed and replaced.
 */
@TwoWorkers
class LeaderIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int KILLS = Integer.getInteger("soak.leader-kills", 2);

	private static final int RELOADS = Integer.getInteger("soak.leader-reloads", 1);

	private static final Pattern TICK = Pattern.compile("Tick (\\d+) in term (\\d+)$");

	private static final Pattern LEADS = Pattern
		.compile("^(\\S+) .*\\(pid (\\d+), generation \\d+\\) leads \\(term (\\d+)\\)$");

	@Test
	void everySecondHasOneRunThroughReloadsAndKills(ClusterProcess cluster) {
		cluster.awaitLog("Tick \\d+ in term " + leader(cluster).term());
		Random random = Chance.forTest("LeaderIT");
		List<Long> handovers = new ArrayList<>();
		for (int i = 0; i < KILLS; i++) {
			handovers.add(kill(cluster, random));
		}
		for (int i = 0; i < RELOADS; i++) {
			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
		}
		long last = ticks(cluster).get(ticks(cluster).size() - 1);
		cluster.await("one more tick", PATIENCE, () -> ticks(cluster).contains(last + 2));
		List<Long> ticks = ticks(cluster);
		TreeSet<Long> seconds = new TreeSet<>(ticks);
		long missed = seconds.last() - seconds.first() + 1 - seconds.size();
		System.out.printf(
				"%d runs through %d kills of the leader and %d reloads, %d missed; "
						+ "the next leader led %s ms after the kill%n",
				ticks.size(), KILLS, RELOADS, missed, handovers);
		assertThat(ticks).doesNotHaveDuplicates();
		assertThat(missed).isLessThanOrEqualTo(KILLS);
	}

	/**
	 * Kill the leader at any time between two runs, or in one.
	 * @return how many milliseconds later the next one led
	 */
	private static long kill(ClusterProcess cluster, Random random) {
		Leader leader = leader(cluster);
		Await.pause(Duration.ofMillis(random.nextInt(1000)));
		Instant killed = Instant.now();
		cluster.kill9(leader.pid());
		cluster.await("the next leader", PATIENCE, () -> leader(cluster).term() > leader.term());
		cluster.awaitLog("Tick \\d+ in term " + leader(cluster).term());
		cluster.awaitReady(2);
		return Duration.between(killed, leader(cluster).since()).toMillis();
	}

	private static Leader leader(ClusterProcess cluster) {
		return cluster.wholeLog()
			.stream()
			.map(LEADS::matcher)
			.filter(Matcher::find)
			.map((line) -> new Leader(Long.parseLong(line.group(3)), Long.parseLong(line.group(2)),
					Instant.parse(line.group(1))))
			.reduce((first, later) -> later)
			.orElseThrow();
	}

	/**
	 * The event of a killed worker quotes its last line.
	 */
	private static List<Long> ticks(ClusterProcess cluster) {
		return cluster.log()
			.stream()
			.filter((line) -> !line.contains("it last printed:"))
			.map(TICK::matcher)
			.filter(Matcher::find)
			.map((line) -> Long.valueOf(line.group(1)))
			.toList();
	}

	/**
	 * A line of the log that says who leads.
	 */
	private record Leader(long term, long pid, Instant since) {

	}

}
