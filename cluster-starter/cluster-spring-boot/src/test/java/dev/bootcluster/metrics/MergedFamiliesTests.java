// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link MergedFamilies}.
 */
class MergedFamiliesTests {

	private static final Example OLD = new Example(1, Map.of("trace_id", "a"), 1000);

	private static final Example NEW = new Example(2, Map.of("trace_id", "b"), 2000);

	@ParameterizedTest
	@MethodSource
	void seriesWithTheSameLabelsAreOne(Kind kind, Value newer, Value older, Value sum) {
		assertThat(merge(family(kind, newer), family(kind, older))).containsExactly(family(kind, sum));
	}

	static List<Arguments> seriesWithTheSameLabelsAreOne() {
		return List.of(
				arguments(Kind.COUNTER, new Value.Count(1, OLD), new Value.Count(2, NEW), new Value.Count(3, NEW)),
				arguments(Kind.COUNTER, new Value.Count(1, OLD), new Value.Count(2, null), new Value.Count(3, OLD)),
				arguments(Kind.GAUGE, new Value.Level(1, null, false), new Value.Level(2, OLD, false),
						new Value.Level(3, OLD, false)),
				arguments(Kind.GAUGE, new Value.Level(1, null, true), new Value.Level(2, null, true),
						new Value.Level(2, null, true)),
				arguments(Kind.UNKNOWN, new Value.Level(1, null, false), new Value.Level(2, null, false),
						new Value.Level(3, null, false)),
				arguments(Kind.SUMMARY, new Distribution(1, 2, List.of(), List.of(), null, List.of(OLD)),
						new Distribution(3, 4, List.of(), List.of(), null, List.of(NEW)),
						new Distribution(4, 6, List.of(), List.of(), null, List.of(OLD, NEW))),
				arguments(Kind.INFO, new Value.Presence(), new Value.Presence(), new Value.Presence()),
				arguments(Kind.STATE_SET, new Value.States(Map.of("a", true, "b", false)),
						new Value.States(Map.of("b", true, "c", false)),
						new Value.States(Map.of("a", true, "b", true, "c", false))),
				arguments(Kind.METER, new Value.Measured("TIMER", Map.of("COUNT", 1.0, "TOTAL_TIME", 2.0, "MAX", 3.0)),
						new Value.Measured("TIMER", Map.of("COUNT", 4.0, "TOTAL_TIME", 5.0, "MAX", 2.0)),
						new Value.Measured("TIMER", Map.of("COUNT", 5.0, "TOTAL_TIME", 7.0, "MAX", 3.0))));
	}

	@Test
	void seriesWithOtherLabelsStayApart() {
		MergedFamilies merged = new MergedFamilies();
		WorkerLabel label = new WorkerLabel("worker");
		Family family = family(Kind.COUNTER, new Value.Count(1, null));
		merged.add(List.of(family), (labels) -> label.of(1, labels));
		merged.add(List.of(family), (labels) -> label.of(2, labels));
		assertThat(merged.toList()).singleElement()
			.extracting(Family::series)
			.asInstanceOf(InstanceOfAssertFactories.list(Series.class))
			.extracting(Series::labels)
			.containsExactly(Map.of("a", "b", "worker", "1"), Map.of("a", "b", "worker", "2"));
	}

	@Test
	void newestDescribesTheFamily() {
		Family newer = family("new", "seconds", Kind.COUNTER, new Value.Count(1, null));
		Family older = family("old", null, Kind.COUNTER, new Value.Count(2, null));
		assertThat(merge(newer, older))
			.containsExactly(family("new", "seconds", Kind.COUNTER, new Value.Count(3, null)));
	}

	@Test
	void newestDecidesWhatTheFamilyIs() {
		Family newer = family(Kind.GAUGE, new Value.Level(1, null, false));
		assertThat(merge(newer, family(Kind.COUNTER, new Value.Count(2, null)))).containsExactly(newer);
	}

	@Test
	void summaryAndHistogramAreOneFamily() {
		Family newer = family(Kind.HISTOGRAM, new Distribution(1, 1, List.of(),
				List.of(new Distribution.Bucket(Double.POSITIVE_INFINITY, 1)), null, List.of()));
		Family older = family(Kind.SUMMARY, new Distribution(2, 2, List.of(), List.of(), null, List.of()));
		assertThat(merge(newer, older)).containsExactly(family(Kind.HISTOGRAM, new Distribution(3, 3, List.of(),
				List.of(new Distribution.Bucket(Double.POSITIVE_INFINITY, 3)), null, List.of())));
	}

	@Test
	void seriesHasCountedSinceTheOldest() {
		MergedFamilies merged = new MergedFamilies();
		for (long created : List.of(0, 7, 5)) {
			merged.add(List.of(new Family("name", Kind.COUNTER, null, null,
					List.of(new Series(Map.of(), created, 0, new Value.Count(1, null))))), (labels) -> labels);
		}
		assertThat(merged.toList().get(0).series()).extracting(Series::created).containsExactly(5L);
	}

	@Test
	void familiesAreInOrder() {
		assertThat(merge(new Family("b", Kind.INFO, null, null, List.of()),
				new Family("a", Kind.INFO, null, null, List.of())))
			.extracting(Family::name)
			.containsExactly("a", "b");
	}

	@Test
	void onlyWhatGrowsIsCounted() {
		List<Family> families = List.of(family(Kind.COUNTER, new Value.Count(1, NEW)),
				family(Kind.GAUGE, new Value.Level(1, null, false)),
				family(Kind.GAUGE_HISTOGRAM, new Distribution(1, 1, List.of(), List.of(), null, List.of())),
				family(Kind.INFO, new Value.Presence()), family(Kind.STATE_SET, new Value.States(Map.of("a", true))),
				family(Kind.METER, new Value.Measured("TIMER", Map.of("COUNT", 1.0, "MAX", 3.0))),
				family(Kind.METER, new Value.Measured("GAUGE", Map.of("VALUE", 1.0))));
		assertThat(Family.counted(families)).containsExactly(family(Kind.COUNTER, new Value.Count(1, null)),
				family(Kind.METER, new Value.Measured("TIMER", Map.of("COUNT", 1.0))));
	}

	private static List<Family> merge(Family... families) {
		MergedFamilies merged = new MergedFamilies();
		for (Family family : families) {
			merged.add(List.of(family), (labels) -> labels);
		}
		return merged.toList();
	}

	private static Family family(Kind kind, Value value) {
		return family(null, null, kind, value);
	}

	private static Family family(@Nullable String help, @Nullable String unit, Kind kind, Value value) {
		return new Family("name", kind, help, unit, List.of(new Series(Map.of("a", "b"), 0, 0, value)));
	}

}
