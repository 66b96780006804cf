// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.List;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * A balancer of the application's own: fills the worker in the highest slot first. Used
 * with {@code cluster.balancing=dev.bootcluster.demo.HighestSlotBalancer}.
 */
public class HighestSlotBalancer implements Balancer {

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		for (int i = candidates.size() - 1; i >= 0; i--) {
			if (candidates.get(i).isAvailable()) {
				return candidates.get(i);
			}
		}
		return null;
	}

}
