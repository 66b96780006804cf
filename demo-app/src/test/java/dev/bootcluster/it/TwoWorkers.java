// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.bootcluster.testing.SharedCluster;

/**
 * The ordinary cluster: two workers, Redis, and a job of every second.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SharedCluster(workers = 2, args = { "--management.endpoint.health.show-details=always", "--demo.ticks=* * * * * *" })
@interface TwoWorkers {

}
