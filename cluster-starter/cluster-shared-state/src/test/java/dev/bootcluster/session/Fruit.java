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

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;

/**
 * Something in a session, and how it looks when it comes from another version of the
 * application.
 *
 * @param name its name
 */
record Fruit(String name) implements Serializable {

	static final String OTHER_CLASS = Fruit.class.getName().replace("Fruit", "Plant");

	/**
	 * An object of a class that this version does not have.
	 */
	static byte[] ofUnknownClass() {
		String bytes = new String(new JdkSerializationRedisSerializer().serialize(new Fruit("fig")),
				StandardCharsets.ISO_8859_1);
		return bytes.replace(Fruit.class.getName(), OTHER_CLASS).getBytes(StandardCharsets.ISO_8859_1);
	}

}
