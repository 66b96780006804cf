// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * A parameter that Boot always provides and never caches by: with
 * {@code management.endpoint.cluster.cache.time-to-live} a stranger would get the answer
 * to the request before.
 */
public enum Fresh implements Producible<Fresh> {

	/**
	 * JSON.
	 */
	JSON;

	@Override
	public MimeType getProducedMimeType() {
		return MimeTypeUtils.APPLICATION_JSON;
	}

}
