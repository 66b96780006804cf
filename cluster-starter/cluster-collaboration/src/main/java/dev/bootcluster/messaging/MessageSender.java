// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

/**
 * The worker that sent a message.
 *
 * @param slot its slot, counted from 1; 0 in a standalone application
 * @param pid its process id
 */
public record MessageSender(int slot, long pid) {

}
