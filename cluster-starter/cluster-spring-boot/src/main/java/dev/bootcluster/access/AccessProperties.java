// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may see and change the cluster.
 *
 * @param authority Spring Security authority that may see and change the cluster over
 * HTTP. Roles are authorities with a prefix, such as 'ROLE_ADMIN'. Empty for none.
 */
@ConfigurationProperties("cluster.access")
public record AccessProperties(@DefaultValue("CLUSTER_ADMIN") String authority) {

}
