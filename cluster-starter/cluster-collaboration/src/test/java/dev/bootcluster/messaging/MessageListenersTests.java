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
