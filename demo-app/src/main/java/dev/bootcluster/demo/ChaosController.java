// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Does to its process what a supervisor must survive: crashes, leaks and hangs.
 */
@RestController
@Profile("chaos")
class ChaosController {

	private static final Bound CODE = new Bound("code", 0, 255);

	private static final Bound MEGABYTES = new Bound("mb", 1, 16_384);

	private static final Bound MILLISECONDS = new Bound("ms", 0, 3_600_000);

	private static final int MEGABYTE = 1024 * 1024;

	private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();

	private final Lock progress = new ReentrantLock();

	private final CurrentProcess process;

	private final IntConsumer halt;

	private final IntConsumer exit;

	@Autowired
	ChaosController(CurrentProcess process) {
		this(process, Runtime.getRuntime()::halt, System::exit);
	}

	ChaosController(CurrentProcess process, IntConsumer halt, IntConsumer exit) {
		this.process = process;
		this.halt = halt;
		this.exit = exit;
	}

	@PostMapping("/crash")
	void crash(@RequestParam(name = "code", defaultValue = "1") int code) {
		CODE.check(code);
		this.halt.accept(code);
	}

	/**
	 * Ends the process in good order, as an application may do itself.
	 */
	@PostMapping("/exit")
	String exit(@RequestParam(name = "code", defaultValue = "1") int code) {
		CODE.check(code);
		// Its own thread, because the end waits for requests.
		new Thread(() -> this.exit.accept(code), "exit").start();
		return this.process.handledBy();
	}

	@PostMapping("/leak")
	Leak leak(@RequestParam(name = "mb", defaultValue = "64") int megabytes) {
		MEGABYTES.check(megabytes);
		for (int i = 0; i < megabytes; i++) {
			this.leaked.add(new byte[MEGABYTE]);
		}
		return new Leak(this.leaked.size(), this.process.pid());
	}

	@PostMapping("/hang")
	String hang(@RequestParam(name = "ms", defaultValue = "60000") long millis) {
		MILLISECONDS.check(millis);
		this.progress.lock();
		try {
			Pause.ofMillis(millis).awaitUninterruptibly();
		}
		finally {
			this.progress.unlock();
		}
		return this.process.handledBy();
	}

	/**
	 * What the process has leaked so far.
	 *
	 * @param megabytes the heap that is never given back
	 * @param pid the process
	 */
	record Leak(int megabytes, long pid) {

	}

}
