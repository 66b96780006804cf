// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.PrintedLines;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cluster at one moment. Whoever asks for the same gets the same: the primary is
 * asked once, however many streams there are.
 */
final class Look {

	/**
	 * Writes what the endpoint answers too as Boot writes it, in one line. Page and
	 * stream are of one version: the application's settings of Jackson are not for them.
	 */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL)
			.withContentInclusion(JsonInclude.Include.NON_NULL))
		.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
		.build();

	private final DashboardSource source;

	private final Map<Object, Object> answers = new HashMap<>();

	Look(DashboardSource source) {
		this.source = source;
	}

	/**
	 * The JSON of the cluster.
	 */
	String cluster() {
		return once("cluster", () -> json(this.source.description().get()));
	}

	/**
	 * The JSON of the last reload, empty before the first.
	 */
	String reload() {
		return once("reload", () -> {
			Optional<ReloadInfo> reload = this.source.cluster().lastReload();
			return reload.isPresent() ? json(reload.get()) : "";
		});
	}

	List<ClusterEvent> events(long after) {
		return once(new Following("events", 0, after), () -> this.source.cluster().events(after));
	}

	/**
	 * All samples after one. Where there are many, the primary tells some at a time.
	 */
	List<ClusterSample> samples(long after) {
		return once(new Following("samples", 0, after), () -> {
			List<ClusterSample> all = new ArrayList<>();
			List<ClusterSample> some = this.source.history().samples(after);
			all.addAll(some);
			while (some.size() > 1) {
				some = this.source.history().samples(all.get(all.size() - 1).id());
				all.addAll(some);
			}
			return all;
		});
	}

	/**
	 * Whether what workers print is shown.
	 */
	boolean logs() {
		return this.source.logs();
	}

	PrintedLines printed(int slot, long after, int lines) {
		return once(new Following("printed", slot, after), () -> this.source.history().printed(slot, after, lines));
	}

	/**
	 * Write what the endpoint answers too.
	 */
	String json(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	@SuppressWarnings("unchecked")
	private <T> T once(Object question, Supplier<T> answer) {
		Object known = this.answers.get(question);
		if (known == null) {
			known = answer.get();
			this.answers.put(question, known);
		}
		return (T) known;
	}

	/**
	 * A question about what follows something.
	 */
	private record Following(String what, int slot, long after) {

	}

}
