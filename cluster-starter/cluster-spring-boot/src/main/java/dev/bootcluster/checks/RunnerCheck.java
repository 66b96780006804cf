// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;

/**
 * Finds the application's runners, which run whenever a worker starts.
 */
final class RunnerCheck implements ClusterCheck {

	@Override
	public String getName() {
		return "runners";
	}

	@Override
	public CheckLevel level() {
		return CheckLevel.INFO;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		Map<String, Object> runners = new TreeMap<>(application.beansOfType(ApplicationRunner.class.getName()));
		runners.putAll(application.beansOfType(CommandLineRunner.class.getName()));
		List<String> names = new ArrayList<>();
		runners.forEach((name, runner) -> {
			if (!runner.getClass().getName().startsWith("org.springframework.")) {
				names.add(name);
			}
		});
		return names.isEmpty() ? List.of()
				: List.of(new ClusterFinding(
						"Runners run in every worker, also when one is replaced while others serve: "
								+ String.join(", ", names),
						"Let what must be done once check whether it is done, or do it on @OnLeader"));
	}

}
