// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.actuate.FakeCluster;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DashboardStreams} whose container fails.
 */
class DashboardStreamsTests {

	private final FakeHistory history = new FakeHistory();

	private final List<Runnable> ticks = new ArrayList<>();

	private final DashboardStreams streams = new DashboardStreams(this.history.with(new FakeCluster()),
			(pause, action) -> {
				this.ticks.add(action);
				return () -> this.ticks.remove(action);
			}, System::nanoTime);

	@Test
	void errorOfOneStreamIsNotTheOthers() throws IOException {
		Client broken = open();
		Client other = open();
		broken.failure = new NoClassDefFoundError("test");
		tick();
		assertThat(broken.cuts).isOne();
		assertThat(other.text()).contains("\"id\":1");
		tick();
		assertThat(other.text()).contains("\"id\":2");
	}

	@Test
	void errorInATickIsNotTheLast() throws IOException {
		Client client = open();
		client.cutFailure = new NoClassDefFoundError("test");
		client.failure = new NoClassDefFoundError("test");
		tick();
		Client other = open();
		tick();
		assertThat(other.text()).contains("\"id\":2");
	}

	@Test
	void requestThatIsGoneDoesNotKeepTheOthersOpen() throws IOException {
		Client gone = open();
		Client broken = open();
		Client other = open();
		gone.completeFailure = new NullPointerException("recycled");
		broken.endFailure = new NoClassDefFoundError("test");
		this.streams.close();
		assertThat(gone.completed).isTrue();
		assertThat(broken.completed).isTrue();
		assertThat(other.completed).isTrue();
	}

	private void tick() {
		this.history.sample();
		assertThat(this.ticks).hasSize(1);
		assertThatNoException().isThrownBy(this.ticks.get(0)::run);
	}

	private Client open() throws IOException {
		Client client = new Client();
		MockHttpServletResponse response = new MockHttpServletResponse() {

			@Override
			public ServletOutputStream getOutputStream() {
				return client;
			}

		};
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/") {

			@Override
			public AsyncContext startAsync() {
				return client.suspend(this, response);
			}

		};
		request.setAsyncSupported(true);
		this.streams.open(request, response, new Feed(0, 0, null), client::cut);
		return client;
	}

	/**
	 * A client, and the container between.
	 */
	private static final class Client extends ServletOutputStream {

		private final StringBuilder read = new StringBuilder();

		private @Nullable Error failure;

		private @Nullable Error cutFailure;

		private @Nullable RuntimeException completeFailure;

		private @Nullable Error endFailure;

		private boolean completed;

		private int cuts;

		AsyncContext suspend(ServletRequest request, ServletResponse response) {
			return new MockAsyncContext(request, response) {

				@Override
				public void complete() {
					Client.this.completed = true;
					if (Client.this.completeFailure != null) {
						throw Client.this.completeFailure;
					}
					super.complete();
				}

			};
		}

		String text() {
			return this.read.toString();
		}

		void cut() {
			this.cuts++;
			if (this.cutFailure != null) {
				throw this.cutFailure;
			}
		}

		@Override
		public boolean isReady() {
			if (this.endFailure != null) {
				throw this.endFailure;
			}
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			// It can always write.
		}

		@Override
		public void write(int character) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void write(byte[] message) {
			if (this.failure != null) {
				throw this.failure;
			}
			this.read.append(new String(message, StandardCharsets.UTF_8));
		}

	}

}
