// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ReloadState;
import dev.bootcluster.SharedStateInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterEndpoint}.
 */
class ClusterEndpointTests {

	private static final JsonMapper JSON = new JsonMapper();

	private final FakeCluster cluster = new FakeCluster();

	private @Nullable String refusal;

	private @Nullable SharedStateInfo sharedState;

	private final ClusterEndpoint endpoint = new ClusterEndpoint(this.cluster, () -> this.sharedState,
			() -> Optional.ofNullable(this.refusal));

	@Test
	void clusterIsTold() {
		assertAnswer(this.endpoint.cluster(Fresh.JSON), 200, new ClusterDescription(this.cluster.info, null));
	}

	@Test
	void sharedStateIsToldBesideTheCluster() {
		this.sharedState = new SharedStateInfo(SharedStateInfo.Status.DOWN, Instant.EPOCH, "Redis refuses");
		JsonNode json = JSON.valueToTree(this.endpoint.cluster(Fresh.JSON).getBody());
		assertThat(json.path("sharedState").path("status").asString()).isEqualTo("DOWN");
		assertThat(json.path("sharedState").path("reason").asString()).isEqualTo("Redis refuses");
		assertThat(json.path("workers")).hasSameSizeAs(this.cluster.info.workers());
		assertThat(json.path("generation").asInt()).isEqualTo(3);
		this.sharedState = null;
		json = JSON.valueToTree(this.endpoint.cluster(Fresh.JSON).getBody());
		assertThat(json.toString()).isEqualTo(JSON.writeValueAsString(this.cluster.info));
	}

	@Test
	void slotIsTold() {
		assertAnswer(this.endpoint.part("2", null), 200, this.cluster.info.workers().get(1));
	}

	@ParameterizedTest
	@CsvSource({ "3", "0", "-1", "02", "two", "''" })
	void unknownSlotIsNotFound(String slot) {
		assertAnswer(this.endpoint.part(slot, null), 404, Map.of("error", "There is no slot " + slot));
	}

	@Test
	void lastReloadIsToldOnceThereWasOne() {
		assertAnswer(this.endpoint.part("reload", null), 404, Map.of("error", "There has been no reload yet"));
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.FAILED);
		assertAnswer(this.endpoint.part("reload", null), 200, this.cluster.lastReload);
	}

	@Test
	void eventsAreToldAllOrThoseAfterOne() {
		assertAnswer(this.endpoint.part("events", null), 200, Map.of("events", List.of()));
		this.cluster.events = List
			.of(new ClusterEvent(8, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 2, 3, 0, "Worker 1 ready in 1s"));
		assertAnswer(this.endpoint.part("events", 7L), 200, Map.of("events", this.cluster.events));
		assertThat(this.cluster.orders).containsExactly("events after 0", "events after 7");
	}

	@Test
	void reloadIsAccepted() {
		assertAnswer(this.endpoint.perform("reload"), 202, FakeCluster.reload(7, ReloadState.RUNNING));
	}

	@Test
	void reloadCanBeTriedAndTakenBack() {
		assertAnswer(this.endpoint.perform("reload", null, null, null, true), 202,
				FakeCluster.reload(8, ReloadState.RUNNING));
		assertAnswer(this.endpoint.perform("reload", null, null, null, false), 202,
				FakeCluster.reload(7, ReloadState.RUNNING));
		assertAnswer(this.endpoint.perform("rollback"), 202, FakeCluster.reload(9, ReloadState.RUNNING));
		assertThat(this.cluster.orders).containsExactly("dry run", "reload", "roll back");
	}

	@Test
	void rollbackToNothingIsAConflictThatDoesNotSpeakOfAnOldReload() {
		this.cluster.refusal = new ClusterException(Reason.CONFLICT, "There is no generation before 1");
		this.cluster.lastReload = FakeCluster.reload(6, ReloadState.FAILED);
		assertAnswer(this.endpoint.perform("rollback"), 409, Map.of("error", "There is no generation before 1"));
	}

	@Test
	void reloadDuringAReloadIsAConflictWithTheIdOfTheRunningOne() {
		this.cluster.refusal = new ClusterException(Reason.CONFLICT, "Reload 6 is running");
		this.cluster.lastReload = FakeCluster.reload(6, ReloadState.RUNNING);
		assertAnswer(this.endpoint.perform("reload"), 409, Map.of("error", "Reload 6 is running", "id", 6));
	}

	@Test
	void reloadOfAClusterThatStartsIsAConflict() {
		this.cluster.refusal = new ClusterException(Reason.CONFLICT, "The cluster is still starting");
		assertAnswer(this.endpoint.perform("reload"), 409, Map.of("error", "The cluster is still starting"));
	}

	@Test
	void ordersArePassedOn() {
		for (String operation : new String[] { "restart", "stop", "start", "pause", "resume" }) {
			assertAnswer(this.endpoint.perform(operation, 2, null, null, null), 202, Map.of("accepted", operation));
		}
		assertAnswer(this.endpoint.perform("scale", null, "50%", null, null), 202, Map.of("accepted", "scale"));
		assertAnswer(this.endpoint.perform("balancing", null, null, "fastest", null), 202,
				Map.of("accepted", "balancing"));
		assertThat(this.cluster.orders).containsExactly("restart 2", "stop 2", "start 2", "pause 2", "resume 2",
				"scale 50%", "balance fastest");
	}

	@Test
	void restartAndStartWithoutASlotMeanAll() {
		assertAnswer(this.endpoint.perform("restart"), 202, FakeCluster.reload(10, ReloadState.RUNNING));
		assertAnswer(this.endpoint.perform("start"), 202, Map.of("accepted", "start"));
		assertThat(this.cluster.orders).containsExactly("restart all", "start all");
	}

	@Test
	void stopWithoutASlotIsABadRequestThatSaysWhatToDoInstead() {
		assertAnswer(this.endpoint.perform("stop"), 400, Map.of("error",
				"'slot' is missing in the JSON body; to stop all workers, stop the application instead"));
		assertThat(this.cluster.orders).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "pause, slot", "resume, slot", "scale, workers", "balancing, policy" })
	void orderWithoutItsParameterIsABadRequest(String operation, String parameter) {
		assertAnswer(this.endpoint.perform(operation), 400,
				Map.of("error", "'%s' is missing in the JSON body".formatted(parameter)));
		assertThat(this.cluster.orders).isEmpty();
	}

	@Test
	void unknownOrderIsNotFound() {
		assertThat(this.endpoint.perform("explode").getStatus()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "INVALID, 400", "NOT_FOUND, 404", "CONFLICT, 409", "UNAVAILABLE, 503" })
	void refusalHasItsStatusAndMessage(Reason reason, int status) {
		this.cluster.refusal = new ClusterException(reason, "because");
		assertAnswer(this.endpoint.perform("stop", 1, null, null, null), status, Map.of("error", "because"));
		assertAnswer(this.endpoint.perform("reload"), status, Map.of("error", "because"));
		assertAnswer(this.endpoint.cluster(Fresh.JSON), status, Map.of("error", "because"));
		assertAnswer(this.endpoint.part("1", null), status, Map.of("error", "because"));
		assertAnswer(this.endpoint.part("events", null), status, Map.of("error", "because"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "3", "reload", "events", "nonsense" })
	void whoMayNotIsToldNothing(String part) {
		this.cluster.lastReload = FakeCluster.reload(1, ReloadState.FAILED);
		this.refusal = "no";
		assertAnswer(this.endpoint.cluster(Fresh.JSON), 403, Map.of("error", "no"));
		assertAnswer(this.endpoint.part(part, null), 403, Map.of("error", "no"));
		assertAnswer(this.endpoint.part(part, 7L), 403, Map.of("error", "no"));
		assertThat(this.cluster.orders).as("what the cluster was asked").isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reload", "rollback", "restart", "stop", "start", "pause", "resume", "scale", "balancing",
			"nonsense" })
	void whoMayNotChangesNothing(String operation) {
		this.refusal = "no";
		assertAnswer(this.endpoint.perform(operation), 403, Map.of("error", "no"));
		assertAnswer(this.endpoint.perform(operation, 1, "2", "random", true), 403, Map.of("error", "no"));
		assertThat(this.cluster.orders).isEmpty();
	}

	private static void assertAnswer(WebEndpointResponse<Object> answer, int status, Object body) {
		assertThat(answer.getStatus()).isEqualTo(status);
		assertThat(answer.getBody()).isEqualTo(body);
	}

}
