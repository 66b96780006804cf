// SPDX-License-Identifier: Apache-2.0

/**
 * The command line: sees and steers a running cluster through the primary's control
 * socket, without a context, without HTTP, and without the libraries that would make it
 * slow to start. The entry points are {@link dev.bootcluster.cli.ClusterCommandLine} and,
 * in an executable jar, {@link dev.bootcluster.cli.ClusterJarMode}.
 */
@NullMarked
package dev.bootcluster.cli;

import org.jspecify.annotations.NullMarked;
