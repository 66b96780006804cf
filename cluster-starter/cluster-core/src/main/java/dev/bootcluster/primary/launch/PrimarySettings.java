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

package dev.bootcluster.primary.launch;

import java.util.Map;

import dev.bootcluster.handoff.HandoffSettings;

/**
 * What the primary is asked to run.
 *
 * @param workers how many workers serve
 * @param spares how many more are on standby to replace one of them
 * @param processors the processors they share
 * @param handoff what to listen on and how to distribute connections
 * @param properties configuration properties for workers; they may hold secrets
 */
public record PrimarySettings(int workers, int spares, int processors, HandoffSettings handoff,
		Map<String, String> properties) {

}
