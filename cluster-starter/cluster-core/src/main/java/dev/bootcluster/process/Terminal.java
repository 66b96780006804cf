// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.Console;

import org.jspecify.annotations.Nullable;

/**
 * The terminal of this JVM, which shows what its children print.
 */
public final class Terminal {

	private Terminal() {
	}

	/**
	 * Return whether a user sees the output, so that it may be coloured.
	 * @return {@code true} if input and output are a terminal, not a file or a pipe
	 */
	public static boolean isAttached() {
		return isTerminal(System.console(), Console.class);
	}

	/**
	 * There is a console only if there is a terminal, except with JDK 22 to 24: there
	 * always is one, which knows better ({@code Console.isTerminal()}).
	 * @param type the public type of the console
	 */
	static <T> boolean isTerminal(@Nullable T console, Class<T> type) {
		if (console == null) {
			return false;
		}
		try {
			return Boolean.TRUE.equals(type.getMethod("isTerminal").invoke(console));
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

}
