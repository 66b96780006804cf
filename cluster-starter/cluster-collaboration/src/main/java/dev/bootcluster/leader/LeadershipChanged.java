/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.leader;

/**
 * Published as an application event in every worker, on a dedicated thread, when another
 * worker begins to lead or there is no leader any more.
 *
 * @param leader whether this worker now leads
 * @param term the new term
 * @param slot the slot of the leader on this host, 0 if there is none
 */
public record LeadershipChanged(boolean leader, long term, int slot) {

}
