// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;

/**
 * The meters as Actuator's {@code metrics} shows them.
 *
 * @param registry has them
 * @param cluster those of the cluster among them
 */
record MicrometerSource(MeterRegistry registry, ClusterMeters cluster) implements MeterSource {

	@Override
	public String name() {
		return "metrics";
	}

	@Override
	public Collected collect() {
		return new Collected(collect((registry, id) -> !this.cluster.isIn(registry, id)), collect(this.cluster::isIn));
	}

	/**
	 * A gauge may have to ask a database.
	 */
	@Override
	public List<Family> collectCounts() {
		return Family.counted(collect(
				(registry, id) -> Value.Measured.counts(id.getType().name()) && !this.cluster.isIn(registry, id)));
	}

	private List<Family> collect(BiPredicate<MeterRegistry, Meter.Id> meters) {
		Map<String, Family> families = new LinkedHashMap<>();
		List<MeterRegistry> registries = new ArrayList<>();
		addMembers(this.registry, registries);
		registries.sort(Comparator.comparing(MicrometerSource::hasSteps));
		registries.forEach((member) -> collect(member, meters, families));
		return List.copyOf(families.values());
	}

	private static void addMembers(MeterRegistry registry, List<MeterRegistry> members) {
		if (registry instanceof CompositeMeterRegistry composite) {
			composite.getRegistries().forEach((member) -> addMembers(member, members));
		}
		else {
			members.add(registry);
		}
	}

	private static boolean hasSteps(MeterRegistry registry) {
		return registry instanceof StepMeterRegistry
				|| registry.getMeters().stream().anyMatch(MicrometerSource::isStep);
	}

	/**
	 * A meter that tells what it has counted in the last interval: its values fall.
	 */
	private static boolean isStep(Meter meter) {
		return meter.getClass().getPackageName().equals(StepMeterRegistry.class.getPackageName());
	}

	/**
	 * As Boot's endpoint does, take a meter from the first registry that has it.
	 */
	private static void collect(MeterRegistry registry, BiPredicate<MeterRegistry, Meter.Id> meters,
			Map<String, Family> families) {
		Set<String> earlier = new HashSet<>(families.keySet());
		Map<String, List<Series>> series = new LinkedHashMap<>();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			if (!earlier.contains(id.getName()) && meters.test(registry, id)) {
				families.putIfAbsent(id.getName(),
						new Family(id.getName(), Kind.METER, id.getDescription(), id.getBaseUnit(), List.of()));
				series.computeIfAbsent(id.getName(), (name) -> new ArrayList<>()).add(series(meter));
			}
		}
		series.forEach((name, all) -> families.computeIfPresent(name, (same, family) -> family.with(all)));
	}

	private static Series series(Meter meter) {
		Map<String, String> tags = new TreeMap<>();
		meter.getId().getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
		Map<String, Double> statistics = new LinkedHashMap<>();
		for (Measurement measurement : meter.measure()) {
			statistics.merge(measurement.getStatistic().name(), measurement.getValue(), Double::sum);
		}
		Meter.Type type = isStep(meter) ? Meter.Type.OTHER : meter.getId().getType();
		return new Series(tags, 0, 0, new Value.Measured(type.name(), statistics));
	}

	/**
	 * Return a registry that has the meters of families.
	 */
	static MeterRegistry registryOf(List<Family> families) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		for (Family family : families) {
			for (Series series : family.series()) {
				if (series.value() instanceof Value.Measured measured) {
					Meter.builder(family.name(), Meter.Type.valueOf(measured.type()), measurements(measured))
						.tags(series.labels()
							.entrySet()
							.stream()
							.map((tag) -> Tag.of(tag.getKey(), tag.getValue()))
							.toList())
						.description(family.help())
						.baseUnit(family.unit())
						.register(registry);
				}
			}
		}
		return registry;
	}

	private static List<Measurement> measurements(Value.Measured measured) {
		return measured.statistics()
			.entrySet()
			.stream()
			.map((statistic) -> new Measurement(statistic::getValue, Statistic.valueOf(statistic.getKey())))
			.toList();
	}

}
