// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.io.InvalidClassException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Warns once for each name and class about values in Redis that another generation wrote
 * and this one cannot read. Safe for use by any thread.
 */
public final class UnreadableValues {

	/**
	 * A limit, because names may be generated at run time.
	 */
	static final int MOST_WARNINGS = 100;

	private static final Log logger = LogFactory.getLog(UnreadableValues.class);

	private final String warning;

	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance for one kind of value.
	 * @param warning the warning's format; its arguments are the name, the class and the
	 * cause
	 */
	public UnreadableValues(String warning) {
		this.warning = warning;
	}

	/**
	 * Warn, unless that was done before.
	 * @param name the name of the value
	 * @param failure what its deserializer threw
	 */
	public void report(String name, Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		String type = typeThatFailed(cause);
		if (this.reported.size() < MOST_WARNINGS && this.reported.add(name + '\n' + type)) {
			logger.warn(this.warning.formatted(name, type, cause));
		}
	}

	private static String typeThatFailed(Throwable cause) {
		if (cause instanceof InvalidClassException invalid && invalid.classname != null) {
			return "class " + invalid.classname;
		}
		if ((cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError)
				&& cause.getMessage() != null) {
			return "class " + cause.getMessage().replace('/', '.');
		}
		return "unknown class";
	}

}
