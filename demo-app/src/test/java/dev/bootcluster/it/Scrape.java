// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.testing.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus gets, in its text format.
 *
 * @param text the text
 * @param types the types of the families
 * @param values the values of the series, by name and labels
 */
record Scrape(String text, Map<String, String> types, Map<String, Double> values) {

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*(?:\\{.*})?) (\\S+)");

	private static final Pattern COUNTING_SUFFIX = Pattern.compile("_(bucket|count|sum)$");

	static Scrape of(Response response) {
		assertThat(response.status()).isEqualTo(200);
		Map<String, String> types = new TreeMap<>();
		Map<String, Double> values = new LinkedHashMap<>();
		response.text().lines().forEach((line) -> {
			Matcher type = TYPE.matcher(line);
			Matcher sample = SAMPLE.matcher(line);
			if (type.matches()) {
				assertThat(types.put(type.group(1), type.group(2))).as("second type of " + type.group(1)).isNull();
			}
			else if (sample.matches()) {
				assertThat(values.put(sample.group(1), number(sample.group(2)))).as("second " + sample.group(1))
					.isNull();
			}
			else {
				assertThat(line).startsWith("# HELP ");
			}
		});
		return new Scrape(response.text(), types, values);
	}

	private static double number(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

	/**
	 * Return the sum of those series that match.
	 */
	double sum(String name, Predicate<String> labels) {
		return this.values.entrySet()
			.stream()
			.filter((sample) -> name(sample.getKey()).equals(name) && labels.test(sample.getKey()))
			.mapToDouble(Map.Entry::getValue)
			.sum();
	}

	/**
	 * Return the series that must never fall. Micrometer shows tasks that run as a
	 * summary.
	 */
	Map<String, Double> counting() {
		Map<String, Double> counting = new TreeMap<>(this.values);
		counting.keySet().removeIf((series) -> !isCounting(name(series)));
		return counting;
	}

	private boolean isCounting(String name) {
		if ("counter".equals(this.types.get(name))) {
			return true;
		}
		Matcher suffix = COUNTING_SUFFIX.matcher(name);
		String type = suffix.find() ? this.types.get(name.substring(0, suffix.start())) : null;
		return "histogram".equals(type) || ("summary".equals(type) && !name.contains("_active_"));
	}

	private static String name(String series) {
		int labels = series.indexOf('{');
		return (labels < 0) ? series : series.substring(0, labels);
	}

}
