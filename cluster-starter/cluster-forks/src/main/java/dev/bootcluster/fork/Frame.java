// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

/**
 * One message between a fork and its owner.
 *
 * @param type its type
 * @param content the content, empty for some types
 */
record Frame(FrameType type, byte[] content) {

}
