// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Collection;
import java.util.List;

/**
 * Finds what Spring Security keeps in each worker's memory because nobody has defined a
 * bean for it.
 */
final class SecurityStateCheck implements ClusterCheck {

	private static final List<KnownBean> STATE = List.of(KnownBean.AUTHORIZATIONS, KnownBean.ONE_TIME_TOKENS,
			KnownBean.PASSKEYS);

	@Override
	public String getName() {
		return "local-state";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		Collection<Object> objects = SecurityObjects.of(application.beansOfType(SecurityFilterCheck.CHAIN).values());
		return STATE.stream()
			.filter((state) -> application.beansOfType(state.type()).isEmpty())
			.filter((state) -> objects.stream().anyMatch((object) -> Reflected.isA(object, state.type())))
			.map((state) -> state.finding("Spring Security's " + state.type().replaceAll(".*\\.", "")))
			.toList();
	}

}
