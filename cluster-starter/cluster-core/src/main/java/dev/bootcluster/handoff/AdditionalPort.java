// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetSocketAddress;

/**
 * What the primary listens on besides its main port, for a further connector of the
 * application.
 *
 * @param address the address to listen on; port 0 picks a free one
 * @param backlog how many connections the kernel may hold before they are accepted
 * @param plainHttp whether the port speaks plain-text HTTP, so that a connection that no
 * worker can take may be answered with 503
 */
public record AdditionalPort(InetSocketAddress address, int backlog, boolean plainHttp) {

}
