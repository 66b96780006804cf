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

import dev.bootcluster.leader.SharedValue;

import org.springframework.stereotype.Component;

/**
 * The users count: one worker asks the database every ten seconds and tells all others,
 * so that none of them waits for it.
 */
@Component
class Users {

	private final UserDatabase database;

	private final CurrentProcess process;

	Users(UserDatabase database, CurrentProcess process) {
		this.database = database;
		this.process = process;
	}

	@SharedValue(refresh = "${demo.users-refresh:10s}")
	public UserCount count() {
		return new UserCount(this.database.countUsers(), this.process.pid());
	}

}
