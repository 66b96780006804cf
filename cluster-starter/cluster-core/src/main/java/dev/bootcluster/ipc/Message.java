// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * A message on a control channel. Each end knows only the messages meant for it: it
 * cannot read any other and so cannot mistake it.
 */
public sealed interface Message permits FromOperator, FromPrimary, FromWorker, ToOperator {

}
