// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;

/**
 * Why a command failed, if Redis is to blame and the problem is temporary.
 *
 * @param kind the kind of trouble
 * @param reason what happened, for people
 */
public record RedisTrouble(Kind kind, String reason) {

	private static final Pattern CODE = Pattern.compile("([A-Z]{2,}) .*", Pattern.DOTALL);

	/**
	 * How servers before Redis 7 report a command that failed in a script.
	 */
	private static final Pattern IN_SCRIPT = Pattern.compile("ERR Error running script .*? -([A-Z]{2,}) .*",
			Pattern.DOTALL);

	/**
	 * Error codes of a server that is full, loading its data, unable to write to disk,
	 * cut off from its primary or its cluster, busy with a script, or denying us access.
	 * All other codes are about the command.
	 */
	private static final Set<String> REFUSALS = Set.of("OOM", "LOADING", "MISCONF", "MASTERDOWN", "CLUSTERDOWN",
			"TRYAGAIN", "BUSY", "NOREPLICAS", "NOAUTH", "WRONGPASS", "NOPERM");

	/**
	 * Distinguish trouble from a fault in the application or the command.
	 * @param failure what a command of Spring Data threw, or completed with
	 * @return the trouble, {@code null} if Redis is not to blame
	 */
	public static @Nullable RedisTrouble of(Throwable failure) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			return of(failure.getCause());
		}
		if (failure instanceof QueryTimeoutException) {
			return new RedisTrouble(Kind.SILENT, "Redis does not answer in time");
		}
		if (!(failure instanceof DataAccessException)) {
			return null;
		}
		String message = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		if (failure instanceof DataAccessResourceFailureException) {
			return unreachable(failure);
		}
		Matcher script = IN_SCRIPT.matcher(message);
		if (script.matches()) {
			return ofCode(script.group(1), message);
		}
		Matcher code = CODE.matcher(message);
		if (code.matches()) {
			return ofCode(code.group(1), message);
		}
		boolean disconnected = failure instanceof RedisSystemException
				&& !message.toLowerCase(Locale.ROOT).contains("interrupted") && !isInterrupted(failure);
		return disconnected ? unreachable(failure) : null;
	}

	/**
	 * Classify the failure of a probe. A probe only sends commands that are needed, so
	 * every failure is trouble, including answers such as {@code MOVED} or
	 * {@code ERR unknown command}.
	 * @param failure what the probe threw
	 * @return the trouble
	 */
	static RedisTrouble ofProbe(Throwable failure) {
		RedisTrouble trouble = of(failure);
		return (trouble != null) ? trouble : new RedisTrouble(Kind.REFUSING,
				"Redis refuses commands: " + NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

	/**
	 * The client's message says where, its cause says why.
	 */
	private static RedisTrouble unreachable(Throwable failure) {
		Throwable client = (failure.getCause() != null) ? failure.getCause() : failure;
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(client);
		String why = (cause != client) ? ": " + cause.getMessage() : "";
		return new RedisTrouble(Kind.UNREACHABLE,
				"Redis cannot be reached: " + String.valueOf(client.getMessage()).replace("/<unresolved>", "") + why);
	}

	private static @Nullable RedisTrouble ofCode(String code, String message) {
		if (code.equals("READONLY")) {
			return new RedisTrouble(Kind.DEMOTED, "Redis became a replica: " + message);
		}
		return REFUSALS.contains(code) ? new RedisTrouble(Kind.REFUSING, "Redis refuses commands: " + message) : null;
	}

	private static boolean isInterrupted(Throwable failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure) instanceof InterruptedException;
	}

	/**
	 * Kinds of trouble that are treated differently.
	 */
	public enum Kind {

		/**
		 * No answer in time: senders are blocked.
		 */
		SILENT,

		/**
		 * No connection.
		 */
		UNREACHABLE,

		/**
		 * Redis answers, but refuses commands.
		 */
		REFUSING,

		/**
		 * The connection leads to a server that can no longer be written to.
		 */
		DEMOTED

	}

}
