// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.Serializable;

/**
 * A value that was computed once, different each time.
 *
 * @param key what it was computed for
 * @param value the value
 * @param pid the process that computed it
 */
record CachedValue(String key, String value, long pid) implements Serializable {

}
