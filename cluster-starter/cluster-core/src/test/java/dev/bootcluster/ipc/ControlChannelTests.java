// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ControlChannel}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ControlChannelTests {

	private final EmbeddedChannel wire = new EmbeddedChannel();

	private final List<FromWorker> handled = new ArrayList<>();

	private final List<ControlChannel<FromPrimary>> closed = new ArrayList<>();

	private final ControlChannel<FromPrimary> channel = ControlChannel.open(this.wire, FromWorker.class,
			(channel, message) -> {
				if (message instanceof FromWorker.Ready) {
					throw new NoClassDefFoundError("a class");
				}
				this.handled.add(message);
			}, this.closed::add);

	@Test
	void messageThatCannotBeHandledCostsOneLineThatNamesItAndNotTheChannel(CapturedOutput output) {
		arrives("{\"type\":\"ready\"}");
		arrives("{\"type\":\"taken\",\"letters\":3}");
		assertThat(this.handled).containsExactly(new FromWorker.Taken(3));
		assertThat(this.wire.isOpen()).isTrue();
		assertThat(this.channel.misunderstanding()).isNull();
		assertThat(output).containsOnlyOnce("Could not handle control message Ready");
	}

	@ParameterizedTest
	@CsvSource({ "from-the-future, of another version", "missed, for the other direction" })
	void messageThatCannotBeReadEndsTheChannelAndIsSaidToBeTheReason(String type, String because) {
		arrives("{\"type\":\"%s\",\"letters\":3}".formatted(type));
		assertThat(this.wire.isOpen()).as(because).isFalse();
		assertThat(this.closed).containsExactly(this.channel);
		assertThat(this.channel.misunderstanding()).contains(type).doesNotContain("\n");
	}

	@Test
	void peerThatEndsTheChannelIsNotMisunderstood() {
		this.wire.close();
		assertThat(this.closed).containsExactly(this.channel);
		assertThat(this.channel.misunderstanding()).isNull();
	}

	private void arrives(String json) {
		ByteBuf frame = Unpooled.buffer();
		frame.writeInt(json.length()).writeBytes(json.getBytes(StandardCharsets.US_ASCII));
		this.wire.writeInbound(frame);
	}

}
