// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

/**
 * What a Redis is used for.
 *
 * @param name of what lives there, for people
 * @param cost what trouble means for it, for people too
 * @param probeKey a key that whoever uses it may write, to see whether writing succeeds
 */
public record RedisUse(String name, String cost, String probeKey) {

}
