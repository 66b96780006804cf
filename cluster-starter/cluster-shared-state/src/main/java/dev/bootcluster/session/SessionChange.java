// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The changes that one save writes.
 *
 * @param id the session's id
 * @param storedId the id under which Redis has it, {@code null} if it is new
 * @param expiry when the session expires
 * @param fields the fields to write
 * @param removed the fields to remove
 */
record SessionChange(String id, @Nullable String storedId, SessionExpiry expiry, Map<String, byte[]> fields,
		List<String> removed) {

	boolean isNew() {
		return this.storedId == null;
	}

	boolean changesId() {
		return this.storedId != null && !this.storedId.equals(this.id);
	}

}
