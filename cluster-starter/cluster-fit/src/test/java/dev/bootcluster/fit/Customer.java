// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with a basket in the application {@code shop}, who comes on a new connection
 * each time and so meets all workers.
 */
final class Customer {

	private final RunningApp shop;

	private final List<String> basket = new ArrayList<>();

	private String cookie = "";

	Customer(RunningApp shop) {
		this.shop = shop;
	}

	/**
	 * Put something into the basket, which must hold all that was put there before.
	 * @param item what
	 */
	void add(String item) {
		this.basket.add(item);
		Request request = Request.post("/basket/" + item);
		Response response = this.shop.send(this.cookie.isEmpty() ? request : request.with("Cookie", this.cookie));
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("[\"%s\"]".formatted(String.join("\",\"", this.basket)));
		response.header("set-cookie").ifPresent((cookie) -> this.cookie = cookie.split(";")[0]);
	}

}
