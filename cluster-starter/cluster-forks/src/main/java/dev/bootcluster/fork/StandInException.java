// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception whose class is not available: has its text, stack trace,
 * causes and suppressed exceptions, bounded in size.
 */
final class StandInException extends Exception {

	private static final int LONGEST_TEXT = 10_000;

	private static final int DEEPEST_TRACE = 500;

	/**
	 * In total, because causes may form a cycle and each may have suppressed exceptions.
	 */
	private static final int MOST_EXCEPTIONS = 12;

	private final String text;

	private StandInException(String text) {
		super(text);
		this.text = text;
	}

	static StandInException of(Throwable original) {
		return of(original, new int[] { MOST_EXCEPTIONS });
	}

	private static StandInException of(Throwable original, int[] left) {
		left[0]--;
		StandInException result = new StandInException(text(original));
		StackTraceElement[] trace = original.getStackTrace();
		result.setStackTrace(Arrays.copyOf(trace, Math.min(trace.length, DEEPEST_TRACE)));
		Throwable cause = original.getCause();
		if (cause != null && left[0] > 0) {
			result.initCause(of(cause, left));
		}
		for (Throwable suppressed : original.getSuppressed()) {
			if (left[0] > 0) {
				result.addSuppressed(of(suppressed, left));
			}
		}
		return result;
	}

	private static String text(Throwable original) {
		@Nullable String text = null;
		try {
			text = original.toString();
		}
		catch (RuntimeException ex) {
			// Even getting the exception's own text fails.
		}
		if (text == null) {
			return original.getClass().getName();
		}
		return (text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + "…" : text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
