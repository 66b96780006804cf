// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpSession;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keeps what a client says in its session.
 */
@RestController
class SessionController {

	private final CurrentProcess process;

	SessionController(CurrentProcess process) {
		this.process = process;
	}

	@PostMapping("/session/{name}/{value}")
	ClientSession set(@PathVariable String name, @PathVariable String value, HttpSession session) {
		session.setAttribute(name, value);
		return describe(session);
	}

	@GetMapping("/session")
	ClientSession get(HttpSession session) {
		return describe(session);
	}

	/**
	 * Count something in the session that cannot leave this process.
	 */
	@PostMapping("/visits")
	Visits visit(HttpSession session) {
		Counter counter = (session.getAttribute("counter") instanceof Counter known) ? known : new Counter();
		session.setAttribute("counter", counter);
		return new Visits(++counter.count, this.process.pid());
	}

	@PostMapping("/logout")
	void end(HttpSession session) {
		session.invalidate();
	}

	private ClientSession describe(HttpSession session) {
		Map<String, String> attributes = new TreeMap<>();
		for (String name : Collections.list(session.getAttributeNames())) {
			// What is no string was put there by a framework.
			if (session.getAttribute(name) instanceof String value) {
				attributes.put(name, value);
			}
		}
		return new ClientSession(attributes, session.getId(), this.process.pid());
	}

	/**
	 * A session as one worker sees it.
	 *
	 * @param attributes what the client stored
	 * @param id the session's id
	 * @param pid the process that answers
	 */
	record ClientSession(Map<String, String> attributes, String id, long pid) {

	}

	/**
	 * How often a session has been counted.
	 *
	 * @param count the count
	 * @param pid the process that answers
	 */
	record Visits(int count, long pid) {

	}

	/**
	 * A count that is not serializable.
	 */
	private static final class Counter {

		private int count;

	}

}
