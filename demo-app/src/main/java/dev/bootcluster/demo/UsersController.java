// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the users count, the same from every worker.
 */
@RestController
class UsersController {

	private final Users users;

	UsersController(Users users) {
		this.users = users;
	}

	@GetMapping("/users")
	UserCount users() {
		return this.users.count();
	}

}
