// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passes letters to the application's listeners and sends back their answers.
 */
final class Answering {

	private static final Log logger = LogFactory.getLog(Answering.class);

	private final Outbox outbox;

	private final PayloadFormat format;

	private final MessageListeners listeners;

	private final int slot;

	private final Executor completions;

	/**
	 * @param slot this worker's slot
	 * @param completions sends answers that complete later
	 */
	Answering(Outbox outbox, PayloadFormat format, MessageListeners listeners, int slot, Executor completions) {
		this.outbox = outbox;
		this.format = format;
		this.listeners = listeners;
		this.slot = slot;
		this.completions = completions;
	}

	void hear(Letter letter) {
		Sender from = letter.from();
		MessageSender sender = (from != null) ? new MessageSender(from.slot(), from.pid()) : new MessageSender(0, 0);
		try {
			Object result = this.listeners.hear(letter.type(), letter.body(), sender);
			if (letter.kind() == Kind.REQUEST) {
				answer(letter, result);
			}
		}
		catch (MessageListeners.NoListenerException ex) {
			fail(letter, Reason.INVALID, ex);
		}
		catch (Exception ex) {
			if (letter.kind() != Kind.REQUEST) {
				logger.error("A listener failed on a message of type " + letter.type(), ex);
			}
			fail(letter, Reason.FAILED, ex);
		}
	}

	private void answer(Letter request, @Nullable Object result) {
		if (!(result instanceof CompletionStage<?> stage)) {
			respond(request, result);
			return;
		}
		stage.whenCompleteAsync((value, ex) -> {
			if (ex != null) {
				fail(request, Reason.FAILED, ex);
			}
			else {
				respond(request, value);
			}
		}, this.completions);
	}

	private void respond(Letter request, @Nullable Object result) {
		try {
			reply(request, Kind.RESPONSE, (result != null) ? result.getClass().getName() : "",
					(result != null) ? this.format.write(result) : null);
		}
		catch (IllegalArgumentException ex) {
			fail(request, Reason.FAILED, ex);
		}
	}

	private void fail(Letter letter, Reason reason, Throwable cause) {
		if (letter.kind() == Kind.REQUEST) {
			logger.debug("A request from another worker failed here", cause);
			reply(letter, Kind.FAILURE, reason.name(), "Slot %d: %s".formatted(this.slot, cause));
		}
	}

	private void reply(Letter request, Kind kind, String type, @Nullable String body) {
		Sender from = request.from();
		if (from != null) {
			this.outbox.answer(kind, from, request.id(), type, body);
		}
	}

}
