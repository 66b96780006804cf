// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

/**
 * A request that has changed something in all workers.
 *
 * @param method its method
 * @param path its path, as on the wire, without the context path
 * @param body its body
 */
public record SharedChange(String method, String path, byte[] body) {

}
