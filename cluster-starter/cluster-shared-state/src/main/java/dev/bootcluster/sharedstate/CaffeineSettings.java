// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import org.jspecify.annotations.Nullable;

/**
 * What caches in Redis can have of Caffeine's settings, and what they cannot.
 *
 * @param timeToLive how long Redis keeps values, {@code null} if they never expire
 * @param kept the setting that tells so, {@code null} if there is none
 * @param lost settings without effect
 */
record CaffeineSettings(@Nullable Duration timeToLive, @Nullable String kept, List<String> lost) {

	static final CaffeineSettings NONE = new CaffeineSettings(null, null, List.of());

	/**
	 * Zero would mean that Redis keeps values forever.
	 */
	private static final Duration SHORTEST = Duration.ofMillis(1);

	/**
	 * What a cache does not tell, but the text of its builder does.
	 */
	private static final Map<String, String> IN_TEXT = Map.of("keyStrength=weak", "weakKeys", "valueStrength=weak",
			"weakValues", "valueStrength=soft", "softValues", "evictionListener", "evictionListener", "removalListener",
			"removalListener");

	static CaffeineSettings of(Caffeine<?, ?> caffeine) {
		Policy<?, ?> policy = build(caffeine).policy();
		Optional<Duration> write = policy.expireAfterWrite().map(FixedExpiration::getExpiresAfter);
		Optional<Duration> access = policy.expireAfterAccess().map(FixedExpiration::getExpiresAfter);
		List<String> lost = new ArrayList<>();
		policy.eviction()
			.ifPresent((size) -> lost
				.add("%s=%d".formatted(size.isWeighted() ? "maximumWeight" : "maximumSize", size.getMaximum())));
		policy.expireVariably().ifPresent((expiry) -> lost.add("expireAfter(Expiry)"));
		policy.refreshAfterWrite().ifPresent((refresh) -> lost.add("refreshAfterWrite=" + refresh.getRefreshesAfter()));
		access.ifPresent((time) -> lost.add(
				write.isPresent() ? "expireAfterAccess=" + time : "reads, which would prolong it (expireAfterAccess)"));
		String text = caffeine.toString();
		IN_TEXT.entrySet()
			.stream()
			.filter((entry) -> text.contains(entry.getKey()))
			.map(Map.Entry::getValue)
			.sorted()
			.forEach(lost::add);
		return write.map((time) -> kept("expireAfterWrite", time, lost))
			.or(() -> access.map((time) -> kept("expireAfterAccess", time, lost)))
			.orElseGet(() -> new CaffeineSettings(null, null, lost));
	}

	private static CaffeineSettings kept(String name, Duration time, List<String> lost) {
		return new CaffeineSettings((time.compareTo(SHORTEST) < 0) ? SHORTEST : time,
				"%s=%s as their time to live".formatted(name, time), lost);
	}

	/**
	 * Only a cache that loads values can refresh them.
	 */
	private static Cache<?, ?> build(Caffeine<?, ?> caffeine) {
		try {
			return caffeine.build();
		}
		catch (IllegalStateException ex) {
			return caffeine.build((key) -> {
				throw new IllegalStateException("Nobody asks for a value");
			});
		}
	}

}
