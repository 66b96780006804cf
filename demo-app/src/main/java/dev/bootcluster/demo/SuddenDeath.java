// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;
import java.util.function.IntConsumer;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Halts the process some time after the application was ready.
 */
class SuddenDeath implements ApplicationListener<ApplicationReadyEvent> {

	static final int EXIT_CODE = 3;

	private final Duration after;

	private final IntConsumer halt;

	SuddenDeath(Duration after, IntConsumer halt) {
		this.after = after;
		this.halt = halt;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(this::die, "sudden-death");
		thread.setDaemon(true);
		thread.start();
	}

	private void die() {
		Pause.ofMillis(this.after.toMillis()).awaitUninterruptibly();
		this.halt.accept(EXIT_CODE);
	}

}
