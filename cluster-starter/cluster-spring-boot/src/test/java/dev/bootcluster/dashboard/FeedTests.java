// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.LingeringWorker;
import dev.bootcluster.ReloadState;
import dev.bootcluster.actuate.FakeCluster;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Feed} and {@link Look}.
 */
class FeedTests {

	private final FakeCluster cluster = new FakeCluster();

	private final FakeHistory history = new FakeHistory();

	@Test
	void readerThatKnowsNothingIsToldAll() {
		samples(7);
		this.cluster.events = List.of(event(1));
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.FAILED);
		String messages = next(new Feed(0, 0, null));
		assertThat(messages).startsWith("event: hello\ndata: {").endsWith("}\n\n");
		assertThat(FakeHistory.data(messages, "hello")).contains("\"interval\":2000", "\"capacity\":450");
		assertThat(FakeHistory.data(messages, "cluster")).contains("\"state\":\"STABLE\"", "\"slot\":2");
		assertThat(FakeHistory.data(messages, "reload")).contains("\"state\":\"FAILED\"");
		assertThat(FakeHistory.data(messages, "events")).startsWith("{\"events\":[{\"id\":1,");
		assertThat(FakeHistory.data(messages, "samples")).startsWith("{\"samples\":[{\"id\":1,\"time\":2000,")
			.contains("\"id\":7",
					"{\"slot\":1,\"cpu\":0.42,\"memory\":123,\"connections\":12,\"requests\":510.5,"
							+ "\"p50\":900,\"p99\":4200,\"errors\":0.0}",
					"\"p50\":null,\"p99\":null")
			.doesNotContain("\"id\":8");
		assertThat(messages).doesNotContain("event: log");
	}

	/**
	 * As it always was; the application's settings are for its own JSON.
	 */
	@Test
	void formatIsThatOfBootsOwnMapperForEndpoints() {
		this.cluster.events = List.of(event(1));
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.FAILED);
		String messages = next(new Feed(0, 0, null));
		DashboardSource source = this.history.with(this.cluster);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> {
				JsonMapper mapper = context.getBean(EndpointJsonMapper.class).get();
				assertThat(FakeHistory.data(messages, "cluster")).contains("\"uptime\":\"PT")
					.isEqualTo(mapper.writeValueAsString(source.description().get()));
				assertThat(FakeHistory.data(messages, "reload"))
					.isEqualTo(mapper.writeValueAsString(this.cluster.lastReload));
				assertThat(FakeHistory.data(messages, "events")).contains("\"time\":\"1970-01-01T00:00:00Z\"")
					.isEqualTo(mapper.writeValueAsString(Map.of("events", this.cluster.events)));
			});
	}

	@Test
	void replacedWorkersThatLiveOnAreTold() {
		this.cluster
			.linger(new LingeringWorker(1, 4001, 2, Duration.ofHours(1), 3, 99, 500, 7, Duration.ofMinutes(29)));
		assertThat(FakeHistory.data(next(new Feed(0, 0, null)), "cluster"))
			.contains("\"lingering\":[{\"slot\":1,\"pid\":4001,\"generation\":2,\"uptime\":\"PT1H\",\"connections\":3,"
					+ "\"requests\":99,\"memory\":500,\"sessions\":7,\"remaining\":\"PT29M\"}]");
	}

	@Test
	void nothingIsToldTwice() {
		samples(2);
		this.cluster.events = List.of(event(1));
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.RUNNING);
		this.history.print(1, "one");
		Feed feed = new Feed(0, 0, 0);
		next(feed);
		this.cluster.events = List.of();
		assertThat(next(feed)).isEmpty();
		samples(1);
		String messages = next(feed);
		assertThat(FakeHistory.data(messages, "samples")).contains("\"id\":3").doesNotContain("\"id\":2");
		assertThat(messages).contains("event: cluster")
			.doesNotContain("event: hello", "event: reload", "event: events", "event: log");
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.SUCCEEDED);
		this.history.print(2, "two");
		assertThat(next(feed)).as("without an event or a sample").doesNotContain("event: reload");
		this.history.print(2, "three");
		this.cluster.events = List.of(event(2));
		messages = next(feed);
		assertThat(FakeHistory.data(messages, "reload")).contains("SUCCEEDED");
		assertThat(FakeHistory.data(messages, "log")).isEqualTo("{\"lines\":[{\"slot\":2,\"text\":\"three\"}]}");
		assertThat(messages).doesNotContain("event: samples", "event: cluster");
	}

	@Test
	void nothingIsLostWhenThePrimaryStopsAnsweringHalfway() {
		samples(1);
		Feed feed = new Feed(0, 0, 0);
		Look look = new Look(this.history.with(this.cluster));
		look.samples(0);
		this.history.silent(true);
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> feed.next(look));
		this.history.silent(false);
		assertThat(next(feed)).contains("event: hello", "\"id\":1,\"time\"");
	}

	@Test
	void readerThatComesBackIsToldTheRest() {
		samples(5);
		String messages = next(new Feed(4, 0, null));
		assertThat(FakeHistory.data(messages, "samples")).contains("\"id\":5").doesNotContain("\"id\":4");
		assertThat(messages).contains("event: hello", "event: cluster");
	}

	@Test
	void logBeginsWithItsLastLinesAndSaysWhatItSkips() {
		for (int line = 1; line <= 300; line++) {
			this.history.print(1, "line " + line);
		}
		Feed feed = new Feed(0, 0, 1);
		assertThat(FakeHistory.data(next(feed), "log")).contains("\"line 101\"", "\"line 300\"")
			.doesNotContain("\"line 100\"", "skipped");
		for (int line = 301; line <= 1000; line++) {
			this.history.print(1, "line " + line);
		}
		assertThat(FakeHistory.data(next(feed), "log")).contains("\"line 501\"", "\"line 1000\"", "\"skipped\":200")
			.doesNotContain("\"line 500\"");
	}

	@Test
	void logIsWithheldIfTheOperatorWantsIt() {
		this.history.print(1, "secret");
		assertThat(FakeHistory.data(next(new Feed(0, 0, 0)), "hello")).contains("\"logs\":true");
		this.history.logs = false;
		Feed feed = new Feed(0, 0, 0);
		String messages = next(feed);
		assertThat(FakeHistory.data(messages, "hello")).contains("\"logs\":false");
		assertThat(messages).doesNotContain("secret", "event: log");
		this.history.print(1, "secret");
		assertThat(next(feed)).isEmpty();
	}

	@Test
	void linesCannotBreakOutOfTheirMessage() {
		this.history.print(1, "evil\n\nevent: cluster\ndata: {}\r\u2028");
		assertThat(FakeHistory.data(next(new Feed(0, 0, 0)), "log")).contains("evil\\n\\nevent: cluster\\ndata: {}\\r");
	}

	@Test
	void primaryIsAskedOnceForAllWhoWantTheSame() {
		samples(1);
		Feed one = new Feed(0, 0, 0);
		Feed other = new Feed(0, 0, 0);
		next(one);
		next(other);
		this.history.questions = 0;
		Look look = new Look(this.history.with(this.cluster));
		one.next(look);
		int questions = this.history.questions;
		other.next(look);
		assertThat(this.history.questions).isEqualTo(questions);
	}

	private void samples(int count) {
		for (int number = 0; number < count; number++) {
			this.history.sample();
		}
	}

	private String next(Feed feed) {
		return new String(feed.next(new Look(this.history.with(this.cluster))), StandardCharsets.UTF_8);
	}

	private static ClusterEvent event(long id) {
		return new ClusterEvent(id, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 4711, 3, 0, "ready");
	}

}
