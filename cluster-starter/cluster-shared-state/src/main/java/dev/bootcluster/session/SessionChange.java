/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.session;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one save writes.
 *
 * @param id the session's id
 * @param storedId the id under which Redis has it, {@code null} if it is new
 * @param expiry when it expires
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
