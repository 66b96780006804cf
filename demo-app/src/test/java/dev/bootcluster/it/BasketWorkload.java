// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.util.Random;

import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Workload;
import org.jspecify.annotations.Nullable;

/**
 * A shopper who puts something into a basket with each request, and whose session has to
 * stay the same one whatever becomes of the basket.
 */
final class BasketWorkload implements Workload {

	private @Nullable String cookie;

	private @Nullable String session;

	private String owner = "";

	@Override
	public Request next(Random random) {
		if (this.owner.isEmpty()) {
			this.owner = Long.toHexString(random.nextLong());
		}
		Request request = Request.post("/basket/%s/%d".formatted(this.owner, random.nextInt(1000)));
		return (this.cookie != null) ? request.with("Cookie", this.cookie) : request;
	}

	@Override
	public @Nullable String problem(Request request, Response response) {
		response.header("Set-Cookie").ifPresent((header) -> this.cookie = header.split(";")[0]);
		String[] answer = response.text().split(" ");
		if (this.session == null) {
			this.session = answer[0];
		}
		if (!answer[0].equals(this.session)) {
			return "session %s instead of %s".formatted(answer[0], this.session);
		}
		if (!answer[1].equals(this.owner)) {
			return "%s in the session of %s".formatted(answer[1], this.owner);
		}
		return (Integer.parseInt(answer[3]) < 1) ? "an empty basket" : null;
	}

	@Override
	public Workload forClient() {
		return new BasketWorkload();
	}

}
