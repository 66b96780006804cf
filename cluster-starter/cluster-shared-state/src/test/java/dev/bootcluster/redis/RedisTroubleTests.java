// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.net.ConnectException;
import java.util.concurrent.CompletionException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisTrouble}.
 */
class RedisTroubleTests {

	@ParameterizedTest
	@ValueSource(strings = { "OOM command not allowed when used memory > 'maxmemory'.",
			"LOADING Redis is loading the dataset in memory", "MISCONF Redis is configured to save RDB snapshots",
			"CLUSTERDOWN The cluster is down", "NOAUTH Authentication required." })
	void answerThatRefusesEverythingIsTrouble(String message) {
		assertThat(RedisTrouble.of(answer(message))).isNotNull()
			.returns(RedisTrouble.Kind.REFUSING, RedisTrouble::kind)
			.returns("Redis refuses commands: " + message, RedisTrouble::reason);
	}

	@Test
	void refusalInAScriptIsTroubleAsOutside() {
		String script = "ERR Error running script (call to f_8d): @user_script:12: @user_script: 12: -";
		assertThat(RedisTrouble.of(answer(script + "OOM command not allowed when used memory > 'maxmemory'.")))
			.isNotNull()
			.returns(RedisTrouble.Kind.REFUSING, RedisTrouble::kind);
		assertThat(RedisTrouble.of(answer(script + "READONLY You can't write against a read only replica.")))
			.isNotNull()
			.returns(RedisTrouble.Kind.DEMOTED, RedisTrouble::kind);
		assertThat(RedisTrouble.of(answer(script + "WRONGTYPE Operation against a key"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "WRONGTYPE Operation against a key holding the wrong kind of value", "ERR no such key",
			"NOSCRIPT No matching script" })
	void answerAboutTheCommandIsNoTrouble(String message) {
		assertThat(RedisTrouble.of(answer(message))).isNull();
	}

	@Test
	void replicaIsTroubleWithTheConnection() {
		assertThat(RedisTrouble.of(answer("READONLY You can't write against a read only replica."))).isNotNull()
			.returns(RedisTrouble.Kind.DEMOTED, RedisTrouble::kind);
	}

	@Test
	void missingAnswerIsTrouble() {
		assertThat(RedisTrouble.of(new QueryTimeoutException("Redis command timed out"))).isNotNull()
			.returns(RedisTrouble.Kind.SILENT, RedisTrouble::kind);
	}

	@Test
	void troubleOfAnAsynchronousCommandIsTheSame() {
		assertThat(RedisTrouble.of(new CompletionException(new QueryTimeoutException("Redis command timed out"))))
			.isEqualTo(new RedisTrouble(RedisTrouble.Kind.SILENT, "Redis does not answer in time"));
	}

	@Test
	void missingConnectionIsTroubleAndSaysWhy() {
		assertThat(RedisTrouble.of(new RedisConnectionFailureException("Unable to connect to Redis",
				new RedisConnectionException("Unable to connect to 127.0.0.1/<unresolved>:1",
						new ConnectException("Connection refused")))))
			.isEqualTo(new RedisTrouble(RedisTrouble.Kind.UNREACHABLE,
					"Redis cannot be reached: Unable to connect to 127.0.0.1:1: Connection refused"));
		assertThat(RedisTrouble.of(new RedisSystemException("Redis exception",
				new RedisException("Currently not connected. Commands are rejected."))))
			.isNotNull()
			.returns(RedisTrouble.Kind.UNREACHABLE, RedisTrouble::kind);
	}

	@Test
	void faultsOfTheApplicationAreNoTrouble() {
		assertThat(RedisTrouble.of(new SerializationException("no such class"))).isNull();
		assertThat(RedisTrouble.of(new IllegalStateException("Session was invalidated"))).isNull();
		assertThat(RedisTrouble.of(new RedisSystemException("Redis command interrupted",
				new RedisCommandInterruptedException(new InterruptedException()))))
			.isNull();
	}

	private static RuntimeException answer(String message) {
		return new RedisSystemException("Error in execution", new RedisCommandExecutionException(message));
	}

}
