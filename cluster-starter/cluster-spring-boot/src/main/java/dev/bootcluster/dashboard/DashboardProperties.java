// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the dashboard shows.
 *
 * @param logs Whether the dashboard shows what workers print to those who may see the
 * cluster over HTTP. If false, only the last lines of failed versions are shown.
 */
@ConfigurationProperties("cluster.dashboard")
public record DashboardProperties(@DefaultValue("true") boolean logs) {

}
