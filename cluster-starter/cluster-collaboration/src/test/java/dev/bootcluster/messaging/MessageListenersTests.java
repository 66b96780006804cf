// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MessageListeners}.
 */
class MessageListenersTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final MessageListeners listeners = new MessageListeners(this.beans,
			new PayloadFormat(JsonMapper.shared(), 1024));

	@Test
	void listenerWithoutAPayloadIsRefused() {
		this.beans.registerSingleton("deaf", new Deaf());
		assertThatIllegalStateException().isThrownBy(this.listeners::afterSingletonsInstantiated)
			.withMessageContaining("Deaf.hear()")
			.withMessageContaining("must have one parameter, the payload");
	}

	@Test
	void listenerWithASecondParameterThatIsNoSenderIsRefused() {
		this.beans.registerSingleton("curious", new Curious());
		assertThatIllegalStateException().isThrownBy(this.listeners::afterSingletonsInstantiated)
			.withMessageContaining("may have a second one of type MessageSender");
	}

	/**
	 * Has no parameter.
	 */
	static class Deaf {

		@ClusterMessageListener
		void hear() {
		}

	}

	/**
	 * Has a second parameter of the wrong type.
	 */
	static class Curious {

		@ClusterMessageListener
		void hear(String payload, Integer weight) {
		}

	}

}
