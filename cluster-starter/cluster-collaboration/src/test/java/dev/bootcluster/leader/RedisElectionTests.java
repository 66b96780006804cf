// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.messaging.FakeLink;
import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisElection} and {@link RedisClaims}: two hosts and one Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisElectionTests {

	private static final Duration STEP = Duration.ofMillis(100);

	private static final Duration LEASE = Duration.ofSeconds(4);

	private final ManualTimer clock = new ManualTimer();

	private final Locks redis = new Locks();

	private final AtomicLong terms = new AtomicLong();

	private final Host first = new Host();

	private final Host second = new Host();

	@Test
	void oneHostLeadsAndItsTermGrowsWithEveryHandover() {
		this.first.leadsHost(true);
		this.second.leadsHost(true);
		advance(Duration.ofMinutes(1));
		assertThat(this.first.election.isLeader()).isTrue();
		assertThat(this.second.election.isLeader()).isFalse();
		assertThat(this.first.election.term()).isEqualTo(1);
		this.first.leadsHost(false);
		advance(Duration.ofSeconds(1));
		assertThat(this.first.election.isLeader()).isFalse();
		assertThat(this.second.election.isLeader()).isTrue();
		assertThat(this.second.election.term()).isEqualTo(2);
	}

	@Test
	void hostThatDiesIsSucceededAfterItsLease() {
		this.first.leadsHost(true);
		this.second.leadsHost(true);
		advance(Duration.ofSeconds(10));
		this.first.dies();
		advance(Duration.ofSeconds(2));
		assertThat(this.second.election.isLeader()).isFalse();
		advance(Duration.ofSeconds(4));
		assertThat(this.first.election.isLeader()).isFalse();
		assertThat(this.second.election.isLeader()).isTrue();
	}

	@Test
	void leaderThatCannotReachRedisLeadsNoLongerThanItsLease() {
		this.first.leadsHost(true);
		advance(Duration.ofSeconds(10));
		this.redis.down = true;
		advance(Duration.ofSeconds(2));
		assertThat(this.first.election.isLeader()).isTrue();
		advance(Duration.ofSeconds(3));
		assertThat(this.first.election.isLeader()).isFalse();
		this.redis.down = false;
		advance(Duration.ofSeconds(2));
		assertThat(this.first.election.isLeader()).isTrue();
		assertThat(this.first.election.term()).isEqualTo(2);
	}

	@Test
	void outageIsReportedOnceAndWithItsCause(CapturedOutput output) {
		this.first.leadsHost(true);
		for (int outage = 1; outage <= 2; outage++) {
			this.redis.down = true;
			advance(Duration.ofMinutes(1));
			this.redis.down = false;
			advance(Duration.ofMinutes(1));
			assertThat(output.getAll()
				.lines()
				.filter((line) -> line.endsWith("because Redis does not answer: CLUSTERDOWN"))).hasSize(outage);
		}
	}

	@Test
	void leaderWhoseLockIsGoneLeadsNoMore() {
		this.first.leadsHost(true);
		advance(Duration.ofSeconds(10));
		this.redis.holders.clear();
		this.redis.refused = "leader";
		advance(Duration.ofSeconds(1));
		assertThat(this.first.election.isLeader()).isFalse();
	}

	@Test
	void changesAreToldToTheApplication() {
		this.first.leadsHost(true);
		advance(Duration.ofSeconds(1));
		this.first.leadsHost(false);
		advance(Duration.ofSeconds(1));
		assertThat(this.first.heard).containsExactly(new LeadershipChanged(true, 1, 2),
				new LeadershipChanged(false, 1, 2));
	}

	@Test
	void leaderOfAHostThatLeadsNoMoreSaysSoAlsoWhileRedisIsDown() {
		this.first.leadsHost(true);
		advance(Duration.ofSeconds(1));
		this.redis.down = true;
		this.first.leadsHost(false);
		assertThat(this.first.election.isLeader()).isFalse();
		assertThat(this.first.heard).last().isEqualTo(new LeadershipChanged(false, 1, 2));
	}

	@Test
	void leaderThatStopsGivesTheLockBack() {
		this.first.leadsHost(true);
		advance(Duration.ofSeconds(1));
		this.first.election.stop();
		assertThat(this.redis.holders).isEmpty();
		assertThat(this.first.election.isLeader()).isFalse();
	}

	@Test
	void runIsGivenToOneHostAndNotWhileOneGoesOn() {
		RedisClaims claims = new RedisClaims(this.redis, this.redis);
		Instant due = Instant.parse("2026-01-01T00:00:10Z");
		Optional<Runnable> run = claims.claim("mail", due);
		assertThat(run).isPresent();
		assertThat(claims.claim("mail", due.plusSeconds(1))).isEmpty();
		run.get().run();
		assertThat(claims.claim("mail", due)).isEmpty();
		assertThat(claims.claim("mail", due.plusSeconds(1))).isPresent();
	}

	@Test
	void runIsGivenToNobodyWhileRedisIsDown() {
		this.redis.down = true;
		assertThat(new RedisClaims(this.redis, this.redis).claim("mail", Instant.EPOCH)).isEmpty();
	}

	/**
	 * Advance the time of all hosts together, in small steps.
	 */
	private void advance(Duration time) {
		for (Instant end = this.clock.instant().plus(time); this.clock.instant().isBefore(end);) {
			this.clock.stall(STEP);
			this.first.passes(STEP);
			this.second.passes(STEP);
		}
	}

	/**
	 * The worker that leads a host.
	 */
	private final class Host {

		final ManualTimer timer = new ManualTimer();

		final FakeLink link = new FakeLink();

		final List<LeadershipChanged> heard = new ArrayList<>();

		final HostElection host = new HostElection(this.link, 42, new Announcements((event) -> {
		}, Runnable::run));

		final RedisElection election = new RedisElection(this.host, RedisElectionTests.this.redis,
				RedisElectionTests.this.terms::incrementAndGet, LEASE, this.timer,
				new Announcements((event) -> this.heard.add((LeadershipChanged) event), Runnable::run), this.timer);

		private boolean dead;

		private long term;

		Host() {
			this.host.start();
			this.election.start();
		}

		/**
		 * It stops doing anything, and nobody is told.
		 */
		void dies() {
			this.dead = true;
		}

		void passes(Duration time) {
			if (!this.dead) {
				this.timer.advance(time);
			}
			else {
				this.timer.stall(time);
			}
		}

		void leadsHost(boolean leads) {
			this.link.says(new FromPrimary.Leader(++this.term, 2, leads ? 42 : 43));
		}

	}

	/**
	 * Locks like ShedLock's in Redis, on the test's clock.
	 */
	private final class Locks implements LockProvider {

		final Map<String, Held> holders = new HashMap<>();

		boolean down;

		@Nullable String refused;

		@Override
		public Optional<SimpleLock> lock(LockConfiguration configuration) {
			requireUp();
			Held held = this.holders.get(configuration.getName());
			if (configuration.getName().equals(this.refused)
					|| (held != null && held.until.isAfter(RedisElectionTests.this.clock.instant()))) {
				return Optional.empty();
			}
			Held lock = new Held(configuration);
			this.holders.put(configuration.getName(), lock);
			return Optional.of(lock);
		}

		void requireUp() {
			if (this.down) {
				throw new RedisSystemException("Error in execution", new IllegalStateException("CLUSTERDOWN"));
			}
		}

		/**
		 * A lock that is held.
		 */
		private final class Held extends AbstractSimpleLock {

			Instant until;

			Held(LockConfiguration configuration) {
				super(configuration);
				this.until = RedisElectionTests.this.clock.instant().plus(configuration.getLockAtMostFor());
			}

			@Override
			protected void doUnlock() {
				if (Locks.this.down) {
					throw new LockException("Can not remove node");
				}
				Locks.this.holders.remove(this.lockConfiguration.getName(), this);
			}

			@Override
			protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
				requireUp();
				return Locks.this.holders.remove(configuration.getName(), this) ? lock(configuration)
						: Optional.empty();
			}

		}

	}

}
