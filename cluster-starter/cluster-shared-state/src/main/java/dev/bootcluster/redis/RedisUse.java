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

package dev.bootcluster.redis;

/**
 * What a Redis is used for.
 *
 * @param name of what lives there, for people
 * @param cost what trouble means for it, for people too
 * @param probeKey a key that whoever uses it may write, to see whether writing succeeds
 */
public record RedisUse(String name, String cost, String probeKey) {

}
