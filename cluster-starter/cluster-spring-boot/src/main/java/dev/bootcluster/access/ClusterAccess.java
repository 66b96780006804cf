// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may see and change the cluster. A request needs one proof: the authority
 * that the operator named, the cluster's token, or the kernel's word that a process of
 * this user on this machine sent it, and no relay.
 */
@FunctionalInterface
public interface ClusterAccess {

	/**
	 * Why the current request may not see or change the cluster.
	 * @return the reason, which says nothing about the cluster, or empty if it may
	 */
	Optional<String> refusal();

	/**
	 * Access for requests with a proof.
	 * @param properties the operator's settings
	 * @param token the cluster's token, {@code null} if it has none
	 * @return the access
	 */
	static ClusterAccess of(AccessProperties properties, @Nullable AccessToken token) {
		return new ProvenAccess(AuthorityProof.of(properties.authority()), token, KernelProof.ofThisCluster());
	}

}
