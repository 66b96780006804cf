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

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one read for a request found and did.
 *
 * @param noted whether Redis has the time of the visit and the expiry that follows from
 * it
 * @param hash the fields of the session's hash before, none if there is no such session
 */
record SessionVisit(boolean noted, Map<String, byte[]> hash) {

	/**
	 * Read the script's answer.
	 */
	static SessionVisit of(@Nullable List<?> answer) {
		Assert.state(answer != null, "Redis did not answer");
		Map<String, byte[]> hash = new HashMap<>();
		Iterator<?> fields = ((List<?>) answer.get(1)).iterator();
		while (fields.hasNext()) {
			hash.put(new String((byte[]) fields.next(), StandardCharsets.UTF_8), (byte[]) fields.next());
		}
		return new SessionVisit(Long.valueOf(1).equals(answer.get(0)), hash);
	}

}
