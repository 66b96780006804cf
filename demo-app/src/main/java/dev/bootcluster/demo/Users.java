// SPDX-License-Identifier: Apache-2.0

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
