// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Gives back what the primary took to start: it was started with a heap for the
 * application, and needs a fraction of it. Options that the user has set stay as they
 * are.
 */
final class UnusedMemory {

	private static final Log logger = LogFactory.getLog(UnusedMemory.class);

	/**
	 * By then workers have usually started, and what that needed is garbage; and again
	 * when their classes have been archived.
	 */
	private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(30), Duration.ofSeconds(20));

	/**
	 * By then the JVM has removed what belonged to unloaded classes from its tables,
	 * which it does in another thread.
	 */
	private static final Duration AFTER_COLLECTION = Duration.ofSeconds(5);

	/**
	 * Afterwards the collector works by itself, once every five minutes, and so does not
	 * stop the primary. What a compilation took, 10 MB if it is a large one, stays with
	 * {@code malloc} until it is trimmed.
	 */
	private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(1);

	/**
	 * All can be set in a running JVM; which of them count depends on the collector. In
	 * this order: the least ratio may not exceed the most.
	 */
	private static final List<String> OPTIONS = List.of("MinHeapFreeRatio=10", "MaxHeapFreeRatio=20",
			"G1PeriodicGCInterval=" + Duration.ofMinutes(5).toMillis());

	private UnusedMemory() {
	}

	/**
	 * Wait until the primary has started, and give memory back from then on. Returns when
	 * the cluster has ended.
	 * @param ended completes when the cluster has ended
	 */
	static void giveBackUntil(Future<?> ended) {
		for (Duration pause : PAUSES) {
			if (isRunningAfter(pause, ended)) {
				giveBackHeap();
			}
			if (isRunningAfter(AFTER_COLLECTION, ended)) {
				trimNativeHeap();
			}
		}
		while (isRunningAfter(BETWEEN_TRIMS, ended)) {
			trimNativeHeap();
		}
	}

	private static boolean isRunningAfter(Duration time, Future<?> ended) {
		try {
			ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return true;
		}
		catch (ExecutionException ex) {
			// The caller sees it as well.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	static void giveBackHeap() {
		HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
		if (vm != null) {
			OPTIONS.stream().map((option) -> option.split("=")).forEach((option) -> set(vm, option[0], option[1]));
		}
		System.gc();
	}

	private static void set(HotSpotDiagnosticMXBean vm, String name, String value) {
		try {
			if (vm.getVMOption(name).getOrigin() == VMOption.Origin.DEFAULT) {
				vm.setVMOption(name, value);
			}
		}
		catch (IllegalArgumentException ex) {
			logger.debug("This JVM has no option %s that can be set to %s".formatted(name, value), ex);
		}
	}

	/**
	 * The same as {@code jcmd <pid> System.trim_native_heap}, which not every JVM has.
	 */
	private static void trimNativeHeap() {
		MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
		try {
			beans.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "systemTrimNativeHeap", null,
					null);
		}
		catch (JMException | RuntimeException ex) {
			logger.debug("This JVM cannot trim its native heap", ex);
		}
	}

}
