// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Burns processor time, one request at a time as Node's single thread would.
 */
@RestController
class ComputeController {

	private final Lock thread = new ReentrantLock(true);

	private final CurrentProcess process;

	private volatile long result;

	ComputeController(CurrentProcess process) {
		this.process = process;
	}

	@GetMapping("/compute")
	String compute(@RequestParam(name = "n", defaultValue = "10000000") long rounds) {
		Computation.ROUNDS.check(rounds);
		this.thread.lock();
		try {
			// Kept in a field, or the compiler removes the loop.
			this.result = Computation.loop(this.result, rounds);
		}
		finally {
			this.thread.unlock();
		}
		return this.process.handledBy();
	}

}
