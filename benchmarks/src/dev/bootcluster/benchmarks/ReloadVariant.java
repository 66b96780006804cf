// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to start the cluster that is reloaded. In arguments, {@code %s} is the path that
 * clients ask for.
 */
enum ReloadVariant {

	/**
	 * All that makes new workers fast.
	 */
	WARM_UP("warm-up", true, "--cluster.warmup.paths=%s"),

	/**
	 * Workers start from an archive, but their first requests are their clients'.
	 */
	NO_WARM_UP("no-warm-up", true),

	/**
	 * Nothing of that.
	 */
	COLD("cold", false, "--cluster.worker.class-archive=off");

	private final String label;

	private final boolean archived;

	private final List<String> args;

	ReloadVariant(String label, boolean archived, String... args) {
		this.label = label;
		this.archived = archived;
		this.args = List.of(args);
	}

	static ReloadVariant of(String label) {
		return Stream.of(values()).filter((variant) -> variant.label.equals(label)).findFirst().orElseThrow();
	}

	static List<String> labels() {
		return Arrays.stream(values()).map(ReloadVariant::label).toList();
	}

	String label() {
		return this.label;
	}

	/**
	 * Whether new workers start from an archive of their classes.
	 * @return {@code true} if there is one to wait for before a reload
	 */
	boolean isArchived() {
		return this.archived;
	}

	List<String> args(String path) {
		return this.args.stream().map((arg) -> arg.formatted(path)).toList();
	}

}
