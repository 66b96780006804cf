// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import dev.bootcluster.BalancingPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BalancingPolicy}.
 */
class BalancingPolicyTests {

	@ParameterizedTest
	@CsvSource({ "round-robin, round-robin", "ROUND_ROBIN, round-robin", "leastConnections, least-connections",
			"' Shared ', shared", "com.example.My$Balancer, com.example.My$Balancer" })
	void policyIsReadAsBootReadsConstants(String text, String name) {
		assertThat(BalancingPolicy.of(text)).hasToString(name).isEqualTo(new BalancingPolicy(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fair", "MyBalancer", "com.example.", "com..Example", "com.example.My Balancer",
			"com.1example.Balancer", "../../etc/passwd" })
	void whatIsNeitherAPolicyNorAClassIsRefusedWithTheChoices(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> BalancingPolicy.of(text))
			.withMessage("is not a balancing policy; use round-robin, least-connections, power-of-two, fastest, "
					+ "weighted, random, client-hash, sticky, shared, or the full name of a class that implements "
					+ "dev.bootcluster.Balancer");
	}

}
