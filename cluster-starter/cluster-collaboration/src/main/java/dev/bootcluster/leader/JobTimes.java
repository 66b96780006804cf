// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * The due times of a job, the same in all workers.
 */
@FunctionalInterface
interface JobTimes {

	/**
	 * Anything shorter is not a schedule but a loop.
	 */
	Duration SHORTEST = Duration.ofMillis(10);

	/**
	 * The first due time after a moment.
	 * @return empty if there are no more
	 */
	Optional<Instant> next(Instant after);

	/**
	 * Read the times from an annotation.
	 * @throws IllegalArgumentException if the annotation is invalid
	 */
	static JobTimes of(ClusterScheduled schedule, StringValueResolver placeholders) {
		String cron = resolve(schedule.cron(), placeholders);
		String rate = resolve(schedule.fixedRate(), placeholders);
		if (cron.isEmpty() == rate.isEmpty()) {
			throw new IllegalArgumentException("exactly one of cron and fixedRate must be set");
		}
		return rate.isEmpty() ? ofCron(cron, resolve(schedule.zone(), placeholders)) : ofRate(rate);
	}

	private static JobTimes ofCron(String cron, String zone) {
		if (cron.equals(Scheduled.CRON_DISABLED)) {
			return (after) -> Optional.empty();
		}
		CronExpression expression = CronExpression.parse(cron);
		ZoneId where = zone(zone);
		return (after) -> Optional.ofNullable(expression.next(after.atZone(where))).map(ZonedDateTime::toInstant);
	}

	private static ZoneId zone(String zone) {
		try {
			return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"unknown time zone '%s'; use an id such as Europe/Berlin".formatted(zone), ex);
		}
	}

	private static JobTimes ofRate(String text) {
		Duration rate = DurationStyle.detectAndParse(text);
		if (rate.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"fixedRate '%s' is shorter than %d ms".formatted(text, SHORTEST.toMillis()));
		}
		long millis = rate.toMillis();
		return (after) -> Optional.of(Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), millis) + 1) * millis));
	}

	private static String resolve(String text, StringValueResolver placeholders) {
		String resolved = placeholders.resolveStringValue(text);
		return StringUtils.hasText(resolved) ? resolved.trim() : "";
	}

}
