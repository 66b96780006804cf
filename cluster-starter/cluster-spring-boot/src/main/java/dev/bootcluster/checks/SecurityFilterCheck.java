// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks into Spring Security's filter chains for what one worker cannot know of another.
 */
enum SecurityFilterCheck implements ClusterCheck {

	/**
	 * A limit of sessions that each worker counts for itself.
	 */
	SESSION_REGISTRY("session-registry") {

		@Override
		boolean isTroubledBy(Object filter) {
			return Reflected.isA(filter, CONCURRENCY)
					&& Reflected.isA(Reflected.field(filter, "sessionRegistry"), REGISTRY);
		}

		@Override
		ClusterFinding finding() {
			return UNSHARED_REGISTRY;
		}

	},

	/**
	 * A key for remember-me cookies that each worker makes up.
	 */
	REMEMBER_ME_KEY("remember-me-key") {

		@Override
		boolean isTroubledBy(Object filter) {
			return Reflected.isA(filter, REMEMBER_ME) && hasRandomKey(filter);
		}

		@Override
		ClusterFinding finding() {
			return RANDOM_REMEMBER_ME_KEY;
		}

	};

	static final String CHAIN = "org.springframework.security.web.SecurityFilterChain";

	private static final String CONCURRENCY = "org.springframework.security.web.session.ConcurrentSessionFilter";

	private static final String REGISTRY = "org.springframework.security.core.session.SessionRegistryImpl";

	private static final String REMEMBER_ME = "org.springframework.security.web.authentication.rememberme.RememberMeAuthenticationFilter";

	private static final String TOKENS = "org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices";

	/**
	 * Spring Security makes up such a key when it is told none.
	 */
	private static final Pattern RANDOM_KEY = Pattern
		.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

	private static final ClusterFinding UNSHARED_REGISTRY = new ClusterFinding(
			"Spring Security limits sessions with a SessionRegistryImpl: each worker counts only the logins it has served",
			"Set spring.session.data.redis.repository-type=indexed and define a bean of type SpringSessionBackedSessionRegistry, which counts what is in Redis");

	private static final ClusterFinding RANDOM_REMEMBER_ME_KEY = new ClusterFinding(
			"The remember-me key is made up at random: a cookie is valid only in the worker that issued it, until that is replaced",
			"Set a key of your own: rememberMe((remember) -> remember.key(...))");

	private final String name;

	SecurityFilterCheck(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		return filters(application).stream().anyMatch(this::isTroubledBy) ? List.of(finding()) : List.of();
	}

	abstract boolean isTroubledBy(Object filter);

	abstract ClusterFinding finding();

	private static boolean hasRandomKey(Object filter) {
		Object services = Reflected.call(filter, "getRememberMeServices");
		return Reflected.isA(services, TOKENS) && services != null
				&& Reflected.call(services, "getKey") instanceof String key && RANDOM_KEY.matcher(key).matches();
	}

	private static List<Object> filters(CheckedApplication application) {
		List<Object> filters = new ArrayList<>();
		for (Object chain : application.beansOfType(CHAIN).values()) {
			if (Reflected.call(chain, "getFilters") instanceof Collection<?> members) {
				filters.addAll(members);
			}
		}
		return filters;
	}

}
