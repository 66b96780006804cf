// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Actuator's endpoints stand for a cluster.
 *
 * @param sharedEndpoints Endpoints whose changes (all requests but GET, HEAD and OPTIONS)
 * are made in all workers.
 */
@ConfigurationProperties("cluster.actuator")
public record RelayProperties(@DefaultValue( {
		"loggers", "caches", "refresh", "env" }) List<String> sharedEndpoints){

}
