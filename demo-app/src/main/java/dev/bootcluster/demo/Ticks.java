// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Instant;

import dev.bootcluster.leader.ClusterLeadership;
import dev.bootcluster.leader.ClusterScheduled;
import dev.bootcluster.leader.LeadershipChanged;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A job that one of all workers runs, with {@code demo.ticks} set to a cron expression.
 */
@Component
class Ticks {

	private static final Log logger = LogFactory.getLog(Ticks.class);

	private final ClusterLeadership leadership;

	Ticks(ClusterLeadership leadership) {
		this.leadership = leadership;
	}

	@ClusterScheduled(cron = "${demo.ticks:-}")
	void tick(Instant due) {
		logger.info("Tick %d in term %d".formatted(due.getEpochSecond(), this.leadership.term()));
	}

	@EventListener
	void on(LeadershipChanged change) {
		logger.debug("Leadership changed: " + change);
	}

}
