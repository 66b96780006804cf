// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;

import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.WorkerLaunch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Something that succeeds once in the life of a cluster. While one worker does it, others
 * that get there wait. If it fails, or the worker dies, the next one does it: the kernel
 * releases the lock of a process that ends.
 */
final class OnceInCluster {

	private static final Log logger = LogFactory.getLog(OnceInCluster.class);

	private final String name;

	private final CommonFile file;

	private final String here;

	private OnceInCluster(String name, CommonFile file, String here) {
		this.name = name;
		this.file = file;
		this.here = here;
	}

	/**
	 * Return one of the things that a runner does.
	 * @param launch what the primary told this worker
	 * @param name the runner's name
	 * @param what tells it from others of that runner
	 */
	static OnceInCluster of(WorkerLaunch launch, String name, Class<?> what) {
		UUID id = UUID.nameUUIDFromBytes((what.getName() + " " + name).getBytes(StandardCharsets.UTF_8));
		return new OnceInCluster(name, CommonFile.of(launch, "once-" + id),
				"worker %d (generation %d)".formatted(launch.slot(), launch.generation()));
	}

	/**
	 * Do it, unless that was done.
	 * @throws Throwable if the action throws it; it has then not been done
	 */
	void run(Action action) throws Throwable {
		try (FileChannel channel = this.file.open(); FileLock lock = lock(channel)) {
			if (channel.size() > 0) {
				logger.info("Runner '%s' does not run here: it ran in %s".formatted(this.name,
						Files.readString(this.file.path())));
			}
			else {
				action.run();
				if (lock.isValid()) {
					channel.write(ByteBuffer.wrap(this.here.getBytes(StandardCharsets.UTF_8)));
				}
			}
		}
	}

	private FileLock lock(FileChannel channel) throws IOException {
		FileLock lock = channel.tryLock();
		if (lock == null) {
			logger.info("Runner '%s' is running in another worker, for which this one waits".formatted(this.name));
			lock = channel.lock();
		}
		return lock;
	}

	/**
	 * What is to be done.
	 */
	@FunctionalInterface
	interface Action {

		/**
		 * Do it.
		 */
		void run() throws Throwable;

	}

}
