// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a worker whose connections are all idle takes to drain, and what becomes of
 * these.
 *
 * @param connections how many it had
 * @param drained seconds from the order until it had none
 * @param ended seconds from the order until its process had ended
 * @param lost how many of all of the cluster's connections did not answer afterwards
 */
record IdleDrain(long connections, double drained, double ended, long lost) {

	/**
	 * Part of the endpoint's answer.
	 */
	private static final Pattern FIRST_WORKER = Pattern
		.compile("\"slot\"\\s*:\\s*1\\s*,\\s*\"pid\"\\s*:\\s*(\\d+).*?\"connections\"\\s*:\\s*(\\d+)", Pattern.DOTALL);

	private static final int INTERVAL_MILLIS = 20;

	private static final int PATIENCE_SECONDS = 60;

	/**
	 * Drain the worker in slot 1.
	 * @param server the cluster
	 * @param connections all connections to it
	 * @param request what to ask on each of them afterwards
	 * @return what happened
	 */
	static IdleDrain run(Server server, List<KeptConnection> connections, byte[] request)
			throws IOException, InterruptedException {
		Matcher worker = FIRST_WORKER.matcher(server.get("/actuator/cluster"));
		if (!worker.find()) {
			throw new UserException("The cluster does not tell of a worker in slot 1");
		}
		ProcessHandle process = ProcessHandle.of(Long.parseLong(worker.group(1)))
			.orElseThrow(() -> new UserException("The worker in slot 1 has ended"));
		long served = Long.parseLong(worker.group(2));
		long others = Machine.openDescriptors(process) - served;
		long start = System.nanoTime();
		server.post("/actuator/cluster/stop", "{\"slot\": 1}");
		double drained = 0;
		while (process.isAlive()) {
			if (drained == 0 && Machine.openDescriptors(process) <= others) {
				drained = seconds(start);
			}
			if (seconds(start) > PATIENCE_SECONDS) {
				throw new UserException("The worker in slot 1 does not end");
			}
			TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
		}
		double ended = seconds(start);
		long lost = connections.stream()
			.filter((connection) -> connection.exchange(request) != Outcome.ANSWERED)
			.count();
		return new IdleDrain(served, drained, ended, lost);
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	@Override
	public String toString() {
		return "%,7d connections were gone after %.2f s, the process after %.2f s, %d connections lost"
			.formatted(this.connections, this.drained, this.ended, this.lost);
	}

	Map<String, Object> toJson() {
		return Json.object("connections", this.connections, "drained", this.drained, "ended", this.ended, "lost",
				this.lost);
	}

}
