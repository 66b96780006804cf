// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusals}.
 */
class RefusalsTests {

	private final AtomicLong millis = new AtomicLong();

	private final Refusals refusals = new Refusals(() -> TimeUnit.MILLISECONDS.toNanos(this.millis.get()));

	@ParameterizedTest(name = "patience {0} ms, refused for {1} ms: gives up {2}")
	@CsvSource(textBlock = """
			    0,   299, false
			    0,   300, true
			  299,   299, false
			  333,   332, false
			  333,   333, true
			10000,  9999, false
			10000, 10000, true
			""")
	void patience(long patience, long time, boolean end) {
		this.refusals.patience(patience);
		assertThat(this.refusals.add()).isFalse();
		this.millis.set(time);
		assertThat(this.refusals.add()).isEqualTo(end);
	}

	@Test
	void patienceIsUsualUnlessItIsSet() {
		this.refusals.add();
		this.millis.set(300);
		assertThat(this.refusals.add()).isTrue();
	}

	@Test
	void whoHurriesGivesUpAtTheNext() {
		this.refusals.patience(10_000);
		this.refusals.add();
		this.millis.set(1000);
		assertThat(this.refusals.add()).isFalse();
		this.refusals.patience(333);
		assertThat(this.refusals.add()).isTrue();
	}

	@Test
	void whatThePrimaryTakesBeginsItAnew() {
		this.refusals.add();
		this.millis.set(250);
		this.refusals.forget();
		assertThat(this.refusals.isEmpty()).isTrue();
		assertThat(this.refusals.isPause()).isFalse();
		this.refusals.add();
		this.millis.set(549);
		assertThat(this.refusals.add()).isFalse();
		this.millis.set(550);
		assertThat(this.refusals.add()).isTrue();
	}

	@Test
	void pauseFollowsTheLast() {
		assertThat(this.refusals.isPause()).isFalse();
		this.refusals.add();
		this.millis.set(40);
		this.refusals.add();
		this.millis.set(89);
		assertThat(this.refusals.isPause()).isTrue();
		this.millis.set(90);
		assertThat(this.refusals.isPause()).isFalse();
		assertThat(this.refusals.isEmpty()).isFalse();
	}

}
