// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;

/**
 * A value in a session, and how it looks if another version of the application wrote it.
 *
 * @param name its name
 */
record Fruit(String name) implements Serializable {

	static final String OTHER_CLASS = Fruit.class.getName().replace("Fruit", "Plant");

	/**
	 * An object whose class this version does not have.
	 */
	static byte[] ofUnknownClass() {
		String bytes = new String(new JdkSerializationRedisSerializer().serialize(new Fruit("fig")),
				StandardCharsets.ISO_8859_1);
		return bytes.replace(Fruit.class.getName(), OTHER_CLASS).getBytes(StandardCharsets.ISO_8859_1);
	}

}
