// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Describes the worker that answers and the client that it sees.
 */
@RestController
class WorkerController {

	private final CurrentProcess process;

	WorkerController(CurrentProcess process) {
		this.process = process;
	}

	@GetMapping("/worker")
	Worker worker(HttpServletRequest request) {
		return new Worker(this.process.slot(), this.process.pid(), this.process.generation(), request.getRemoteAddr());
	}

	/**
	 * A worker and its client.
	 *
	 * @param slot the worker's slot, 0 when standalone
	 * @param pid the worker's process id
	 * @param generation the worker's generation, 0 when standalone
	 * @param remoteAddress the client's address
	 */
	record Worker(int slot, long pid, int generation, String remoteAddress) {

	}

}
