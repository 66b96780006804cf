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
 * Why Redis did not do what it was asked, as far as that is Redis' fault and passes.
 *
 * @param kind the kind of trouble
 * @param reason what happened, for people
 */
public record RedisTrouble(Kind kind, String reason) {

	private static final Pattern CODE = Pattern.compile("([A-Z]{2,}) .*", Pattern.DOTALL);

	/**
	 * How a server before Redis 7 reports a command that failed in a script.
	 */
	private static final Pattern IN_SCRIPT = Pattern.compile("ERR Error running script .*? -([A-Z]{2,}) .*",
			Pattern.DOTALL);

	/**
	 * Error codes of a server that is full, loading its data, cannot write its disk, is
	 * cut off from its primary or from its cluster, busy with a script, or does not let
	 * us in. All others are about the command.
	 */
	private static final Set<String> REFUSALS = Set.of("OOM", "LOADING", "MISCONF", "MASTERDOWN", "CLUSTERDOWN",
			"TRYAGAIN", "BUSY", "NOREPLICAS", "NOAUTH", "WRONGPASS", "NOPERM");

	/**
	 * Tell trouble from a fault in the application or a command.
	 * @param failure what a command of Spring Data threw, or completed with
	 * @return the trouble, {@code null} if Redis is all right
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
	 * Tell what a probe has met. It sends only what is needed, so that whatever fails it
	 * is trouble, an answer such as {@code MOVED} or {@code ERR unknown command} too.
	 * @param failure what a command of a probe threw
	 * @return the trouble
	 */
	static RedisTrouble ofProbe(Throwable failure) {
		RedisTrouble trouble = of(failure);
		return (trouble != null) ? trouble : new RedisTrouble(Kind.REFUSING,
				"Redis refuses: " + NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

	/**
	 * The client says where, and its cause says why.
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
		return REFUSALS.contains(code) ? new RedisTrouble(Kind.REFUSING, "Redis refuses: " + message) : null;
	}

	private static boolean isInterrupted(Throwable failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure) instanceof InterruptedException;
	}

	/**
	 * What is wrong, as far as it makes a difference to us.
	 */
	public enum Kind {

		/**
		 * No answer in time: whoever asks is held up.
		 */
		SILENT,

		/**
		 * No connection.
		 */
		UNREACHABLE,

		/**
		 * An answer, and that is no.
		 */
		REFUSING,

		/**
		 * The connection leads to a server that is no longer the one to write to.
		 */
		DEMOTED

	}

}
