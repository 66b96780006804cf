// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.Cluster;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.messaging.ClusterMessages;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /notes} tells all workers, {@code GET /notes} asks each of them what it has
 * heard.
 */
@RestController
class NoteController {

	private static final Bound COUNT = new Bound("count", 1, 1_000_000);

	private final ClusterMessages messages;

	private final ObjectProvider<Cluster> cluster;

	private final NoteBoard board;

	NoteController(ClusterMessages messages, ObjectProvider<Cluster> cluster, NoteBoard board) {
		this.messages = messages;
		this.cluster = cluster;
		this.board = board;
	}

	@PostMapping("/notes")
	Sent post(@RequestParam(defaultValue = "1") int count, @RequestParam(defaultValue = "hello") String text) {
		COUNT.check(count);
		CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);
		for (int i = 0; i < count; i++) {
			last = this.messages.broadcast(this.board.write(text));
		}
		return new Sent(count, last.join());
	}

	@GetMapping("/notes")
	Map<Integer, NoteBoard.Report> notes() {
		Map<Integer, NoteBoard.Report> reports = new TreeMap<>();
		Map<Integer, CompletableFuture<NoteBoard.Report>> answers = new TreeMap<>();
		slots().forEach((slot) -> answers.put(slot,
				this.messages.request(slot, new NoteBoard.Question(), NoteBoard.Report.class)));
		answers.forEach((slot, answer) -> reports.put(slot, answer.join()));
		return reports;
	}

	private List<Integer> slots() {
		Cluster cluster = this.cluster.getIfAvailable();
		if (cluster == null) {
			return List.of(1);
		}
		List<Integer> slots = new ArrayList<>();
		for (WorkerInfo worker : cluster.info().workers()) {
			if (worker.state() == WorkerState.READY) {
				slots.add(worker.slot());
			}
		}
		return slots;
	}

	/**
	 * What was told.
	 *
	 * @param notes how many notes
	 * @param workers how many workers the last of them was sent to
	 */
	record Sent(int notes, int workers) {

	}

}
