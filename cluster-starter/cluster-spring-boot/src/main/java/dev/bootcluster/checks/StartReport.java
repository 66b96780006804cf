// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.checks.ClusterChecks.CheckResult;
import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Says once for the whole cluster what its workers multiply or cannot share: the first
 * worker that is ready reports, and later ones only what is new.
 */
final class StartReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(StartReport.class);

	/**
	 * Names made up at random differ in each worker.
	 */
	private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private final ClusterChecks checks;

	private final IntSupplier workers;

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurableEnvironment environment;

	private final WorkerLaunch launch;

	/**
	 * Create a report.
	 * @param workers returns how many workers there are, once the cluster runs
	 */
	StartReport(ClusterChecks checks, IntSupplier workers, ConfigurableListableBeanFactory beans,
			ConfigurableEnvironment environment, WorkerLaunch launch) {
		this.checks = checks;
		this.workers = workers;
		this.beans = beans;
		this.environment = environment;
		this.launch = launch;
	}

	/**
	 * Every worker fails: if one could start, the others would be replaced again and
	 * again.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.checks.mayFail()) {
			// Their number does not matter yet.
			List<CheckResult> failures = this.checks.run(application(1), CheckLevel.FAIL);
			if (!failures.isEmpty()) {
				throw new ClusterCheckFailedException(failures);
			}
		}
	}

	@EventListener
	void on(ClusterEvent event) {
		if (event.type() == ClusterEventType.WORKER_READY && event.pid() == ProcessHandle.current().pid()) {
			report();
		}
	}

	void report() {
		int workers = this.workers.getAsInt();
		List<CheckResult> results = news(this.checks.run(application(workers), CheckLevel.WARN, CheckLevel.INFO));
		List<String> unknown = news(this.checks.unknownNames(), (name) -> ChecksProperties.PREFIX + "." + name);
		if (!unknown.isEmpty()) {
			logger.warn("There are no checks named %s; %s.* are: %s".formatted(String.join(", ", unknown),
					ChecksProperties.PREFIX, String.join(", ", this.checks.names())));
		}
		if (!results.isEmpty()) {
			logger.info("What %d workers multiply or cannot share (=off silences a line, =fail makes it an error):"
				.formatted(workers));
			results.forEach(StartReport::log);
		}
	}

	private static void log(CheckResult result) {
		if (result.level() == CheckLevel.INFO) {
			logger.info("  " + result);
		}
		else {
			logger.warn("  " + result);
		}
	}

	private CheckedApplication application(int workers) {
		return new CheckedApplication(this.beans, this.environment, workers, this.launch.slot());
	}

	private List<CheckResult> news(List<CheckResult> results) {
		return news(results, (result) -> result.check() + " " + result.finding().subject());
	}

	/**
	 * Return what no worker has reported before, and remember it.
	 */
	private <T> List<T> news(List<T> results, Function<T, String> text) {
		List<T> news = new ArrayList<>();
		try {
			CommonFile.of(this.launch, "reported").update((reported) -> {
				Set<String> lines = reported.lines().collect(Collectors.toCollection(LinkedHashSet::new));
				results.stream()
					.filter((result) -> lines
						.add(RANDOM.matcher(text.apply(result)).replaceAll("*").replaceAll("\\R", " ")))
					.forEach(news::add);
				return String.join("\n", lines);
			});
		}
		catch (IOException ex) {
			logger.debug("Findings that were reported before cannot be told apart", ex);
			return results;
		}
		return news;
	}

}
