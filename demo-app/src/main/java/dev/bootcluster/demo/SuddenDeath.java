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
