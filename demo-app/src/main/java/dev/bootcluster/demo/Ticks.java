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
