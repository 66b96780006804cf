// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import dev.bootcluster.leader.OnLeader;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScheduledMethodCheck} where the annotations are that it knows by name.
 */
class GuardedMethodTests {

	@Test
	void methodThatOnlyTheLeaderRunsIsNotNamed() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Jobs.class)) {
			CheckedApplication application = new CheckedApplication(context.getBeanFactory(), new StandardEnvironment(),
					2, 1);
			assertThat(new ScheduledMethodCheck().find(application)).singleElement()
				.asString()
				.contains("Jobs.everywhere.")
				.doesNotContain("guarded");
		}
	}

	/**
	 * An application with jobs.
	 */
	@EnableScheduling
	static class Jobs {

		@Scheduled(cron = "-")
		void everywhere() {
		}

		@OnLeader
		@Scheduled(cron = "-")
		void guarded() {
		}

	}

}
