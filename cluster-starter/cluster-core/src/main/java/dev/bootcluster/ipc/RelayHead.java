// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;
import java.util.Map;

/**
 * The head of a request to a worker, without those headers that say how it is
 * transferred.
 *
 * @param method the method
 * @param uri the path and query, as they are on the wire
 * @param headers names and values, in order
 * @param length bytes in the body, -1 if unknown
 */
public record RelayHead(String method, String uri, List<Map.Entry<String, String>> headers, long length) {

}
