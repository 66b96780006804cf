// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

/**
 * One view of the meters: what this process contributes to it, and the whole.
 *
 * @param own what this process contributes
 * @param scrape the whole
 */
record ClusterView(OwnMeters own, ClusterScrape scrape) {

}
