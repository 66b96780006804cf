// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.bootcluster.testing.SharedCluster;

/**
 * Four workers that share their caches and tell each other things.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SharedCluster(workers = 4, args = "--logging.level.dev.bootcluster.demo=debug")
@interface FourWorkers {

}
