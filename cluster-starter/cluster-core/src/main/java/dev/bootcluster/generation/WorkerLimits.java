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
 * The limits at which a worker is recycled.
 *
 * @param maxMemory bytes of memory, 0 for no limit
 * @param maxRequests completed requests, 0 for no limit
 * @param maxAge how long it may serve, zero for no limit
 * @param minLifetime how long it serves regardless of these limits
 */
public record WorkerLimits(long maxMemory, long maxRequests, Duration maxAge, Duration minLifetime) {

}
