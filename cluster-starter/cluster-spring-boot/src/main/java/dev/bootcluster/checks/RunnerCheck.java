// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.PatternMatchUtils;

/**
 * Finds the application's runners that run whenever a worker starts.
 */
final class RunnerCheck implements ClusterCheck {

	private static final String ONCE = "cluster.startup.once";

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
		runners.values().removeIf((runner) -> runner.getClass().getName().startsWith("org.springframework."));
		List<String> once = Binder.get(application.environment())
			.bind(ONCE, Bindable.listOf(String.class))
			.orElse(List.of());
		List<ClusterFinding> findings = new ArrayList<>();
		for (String name : once) {
			if (runners.keySet().stream().noneMatch((runner) -> PatternMatchUtils.simpleMatch(name, runner))) {
				findings.add(new ClusterFinding("%s has '%s', which is no runner's name".formatted(ONCE, name),
						"The application's runners are: " + runners.keySet()));
			}
		}
		runners.keySet().removeIf((name) -> PatternMatchUtils.simpleMatch(once.toArray(String[]::new), name));
		if (!runners.isEmpty()) {
			findings.add(new ClusterFinding(
					"Runners run in every worker, also when one is replaced while others serve: "
							+ String.join(", ", runners.keySet()),
					"Let what must be done once check whether it is done, or name its runner in " + ONCE));
		}
		return findings;
	}

}
