// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate.hashes;

import org.springframework.data.redis.core.RedisHash;

/**
 * An entity of an application that keeps its own in Redis.
 */
@RedisHash
public class StoredNote {

}
