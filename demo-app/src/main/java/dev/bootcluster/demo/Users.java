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

package dev.bootcluster.demo;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * The users count, asked for once on behalf of all workers and then cached: in Redis for
 * ten seconds, in a standalone application's own memory until it ends.
 */
@Component
class Users {

	static final String CACHE = "users";

	private final UserDatabase database;

	private final CurrentProcess process;

	Users(UserDatabase database, CurrentProcess process) {
		this.database = database;
		this.process = process;
	}

	@Cacheable(cacheNames = CACHE, sync = true)
	public UserCount count() {
		return new UserCount(this.database.countUsers(), this.process.pid());
	}

}
