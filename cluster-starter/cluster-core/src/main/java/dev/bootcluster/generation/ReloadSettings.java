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

package dev.bootcluster.generation;

import java.time.Duration;

/**
 * How a generation replaces the previous one.
 *
 * @param surge how many workers are replaced at a time once the first has proved itself:
 * a number, or a percentage of the slots such as {@code 25%}
 * @param bootTimeout how long a new worker may take from spawn to ready
 * @param bakeTime how long a new worker must serve well before the old one is retired
 * @param drainTimeout how long an old worker may take to finish what it has
 * @param deadline how long the whole reload may take
 */
public record ReloadSettings(Surge surge, Duration bootTimeout, Duration bakeTime, Duration drainTimeout,
		Duration deadline) {

}
