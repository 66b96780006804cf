// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

/**
 * How many users there were when somebody last asked the database.
 *
 * @param users the count
 * @param pid the process that asked
 */
record UserCount(long users, long pid) {

}
