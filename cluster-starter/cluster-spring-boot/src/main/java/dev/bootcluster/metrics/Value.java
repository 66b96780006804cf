// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a series is worth.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({ @JsonSubTypes.Type(value = Value.Count.class, name = "count"),
		@JsonSubTypes.Type(value = Value.Level.class, name = "level"),
		@JsonSubTypes.Type(value = Distribution.class, name = "distribution"),
		@JsonSubTypes.Type(value = Value.Presence.class, name = "presence"),
		@JsonSubTypes.Type(value = Value.States.class, name = "states"),
		@JsonSubTypes.Type(value = Value.Measured.class, name = "measured") })
@JsonInclude(JsonInclude.Include.NON_EMPTY)
sealed interface Value permits Value.Count, Value.Level, Distribution, Value.Presence, Value.States, Value.Measured {

	/**
	 * Return the sum of this value and an older one. One of another kind cannot be added.
	 */
	Value plus(Value older);

	/**
	 * Return what only grows of this value, {@code null} if nothing does.
	 */
	@Nullable Value counted();

	/**
	 * What only grows.
	 *
	 * @param value the count
	 * @param exemplar an example of what was counted
	 */
	record Count(double value, @Nullable Example exemplar) implements Value {

		@Override
		public Value plus(Value older) {
			return (older instanceof Count other)
					? new Count(this.value + other.value, Example.latest(this.exemplar, other.exemplar)) : this;
		}

		@Override
		public Value counted() {
			return new Count(this.value, null);
		}

	}

	/**
	 * What rises and falls.
	 *
	 * @param value the level
	 * @param exemplar an example
	 * @param maximum whether it is a maximum, so that two of them have no sum
	 */
	record Level(double value, @Nullable Example exemplar, boolean maximum) implements Value {

		@Override
		public Value plus(Value older) {
			if (!(older instanceof Level other)) {
				return this;
			}
			double value = this.maximum ? Math.max(this.value, other.value) : this.value + other.value;
			return new Level(value, Example.latest(this.exemplar, other.exemplar), this.maximum);
		}

		@Override
		public @Nullable Value counted() {
			return null;
		}

	}

	/**
	 * Nothing but the labels.
	 */
	record Presence() implements Value {

		@Override
		public Value plus(Value older) {
			return this;
		}

		@Override
		public @Nullable Value counted() {
			return null;
		}

	}

	/**
	 * States that apply or do not.
	 *
	 * @param states the states by name
	 */
	record States(Map<String, Boolean> states) implements Value {

		@Override
		public Value plus(Value older) {
			if (!(older instanceof States other)) {
				return this;
			}
			Map<String, Boolean> states = new TreeMap<>(this.states);
			other.states.forEach((name, applies) -> states.merge(name, applies, Boolean::logicalOr));
			return new States(states);
		}

		@Override
		public @Nullable Value counted() {
			return null;
		}

	}

	/**
	 * The measurements of a meter.
	 *
	 * @param type the meter's type
	 * @param statistics values by the name of their statistic
	 */
	record Measured(String type, Map<String, Double> statistics) implements Value {

		private static final String MAX = "MAX";

		private static final Set<String> COUNTING_TYPES = Set.of("COUNTER", "TIMER", "DISTRIBUTION_SUMMARY");

		private static final Set<String> COUNTING_STATISTICS = Set.of("COUNT", "TOTAL", "TOTAL_TIME");

		@Override
		public Value plus(Value older) {
			if (!(older instanceof Measured other)) {
				return this;
			}
			Map<String, Double> sums = new LinkedHashMap<>(this.statistics);
			other.statistics
				.forEach((name, value) -> sums.merge(name, value, name.equals(MAX) ? Math::max : Double::sum));
			return new Measured(this.type, sums);
		}

		/**
		 * Whether meters of a type have something that only grows.
		 */
		static boolean counts(String type) {
			return COUNTING_TYPES.contains(type);
		}

		@Override
		public @Nullable Value counted() {
			if (!counts(this.type)) {
				return null;
			}
			Map<String, Double> counted = new LinkedHashMap<>(this.statistics);
			counted.keySet().retainAll(COUNTING_STATISTICS);
			return new Measured(this.type, counted);
		}

	}

}
