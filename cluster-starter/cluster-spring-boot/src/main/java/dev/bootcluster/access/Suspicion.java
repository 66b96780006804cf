// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Judges the processes that hold a connection of this user. A relay holds, besides the
 * connection, whatever its own clients come in by; a program such as curl holds nothing
 * of the kind.
 */
final class Suspicion {

	private static final String SOCKET = "socket:[";

	/**
	 * Devices that bring nothing in but what the user types; not {@code /dev/net/tun} or
	 * {@code /dev/kvm}, by which the guests of virtual machines and containers come.
	 */
	private static final Pattern PLAIN_DEVICE = Pattern
		.compile("/dev/(null|zero|full|u?random|console|ptmx|tty.*|pts/.*|shm/.*)");

	private final TcpSocket connection;

	private final long user;

	private final long primary;

	private final Map<Long, LocalProcess> processes;

	private final Set<Long> harmless;

	/**
	 * Inodes of sockets that listen or were accepted by one that does.
	 */
	private final Set<Long> serving;

	Suspicion(TcpSocket connection, long user, long primary, List<LocalProcess> processes, List<TcpSocket> sockets,
			Set<Long> harmless) {
		this.connection = connection;
		this.user = user;
		this.primary = primary;
		this.processes = processes.stream()
			.collect(Collectors.toMap(LocalProcess::pid, Function.identity(), (one, same) -> one));
		this.harmless = harmless;
		Set<Integer> ports = sockets.stream()
			.filter(TcpSocket::isListening)
			.map(TcpSocket::localPort)
			.collect(Collectors.toSet());
		this.serving = sockets.stream()
			.filter((socket) -> ports.contains(socket.localPort()))
			.map(TcpSocket::inode)
			.collect(Collectors.toSet());
	}

	@Nullable Doubt doubt() {
		String descriptor = SOCKET + this.connection.inode() + "]";
		List<LocalProcess> holders = this.processes.values()
			.stream()
			.filter((process) -> process.holds(descriptor))
			.toList();
		if (holders.isEmpty()) {
			return Doubt.NO_PROCESS;
		}
		for (LocalProcess holder : holders) {
			Doubt doubt = doubt(holder);
			if (doubt != null) {
				return doubt;
			}
		}
		return null;
	}

	private @Nullable Doubt doubt(LocalProcess holder) {
		if (!holder.users().equals(Set.of(this.user))) {
			return Doubt.OTHER_USER;
		}
		List<Long> ancestors = ancestors(holder);
		if (holder.pid() == this.primary || ancestors.contains(this.primary)) {
			return Doubt.CLUSTER;
		}
		if (canBeReached(holder)) {
			return Doubt.RELAY;
		}
		boolean family = this.processes.values()
			.stream()
			.filter((other) -> other.pid() != holder.pid() && other.isLike(holder))
			.anyMatch((other) -> isServingKin(other, holder, ancestors));
		return family ? Doubt.RELAY : null;
	}

	/**
	 * A server may leave its connections to another process of the same program.
	 */
	private boolean isServingKin(LocalProcess other, LocalProcess holder, List<Long> ancestors) {
		boolean ancestor = ancestors.contains(other.pid());
		if (!ancestor && other.group() != holder.group() && !ancestors(other).contains(holder.pid())) {
			return false;
		}
		List<String> descriptors = other.descriptors();
		if (descriptors == null) {
			return ancestor;
		}
		return descriptors.stream().map(Suspicion::inode).anyMatch((inode) -> inode != 0 && isServing(inode));
	}

	private boolean isServing(long inode) {
		return this.serving.contains(inode);
	}

	/**
	 * Whether a process has anything beside the connection by which others can reach it.
	 * What is not known to be harmless counts.
	 */
	private boolean canBeReached(LocalProcess holder) {
		List<String> descriptors = holder.descriptors();
		return descriptors == null || descriptors.stream().anyMatch(this::isWayIn);
	}

	private boolean isWayIn(String descriptor) {
		long inode = inode(descriptor);
		if (inode != 0) {
			return inode != this.connection.inode() && !this.harmless.contains(inode);
		}
		// A ring can hold sockets that are no descriptors.
		return descriptor.startsWith("/dev/") ? !PLAIN_DEVICE.matcher(descriptor).matches()
				: descriptor.equals("anon_inode:[io_uring]");
	}

	private static long inode(String descriptor) {
		return descriptor.startsWith(SOCKET)
				? Long.parseLong(descriptor.substring(SOCKET.length(), descriptor.length() - 1)) : 0;
	}

	private List<Long> ancestors(LocalProcess process) {
		List<Long> ancestors = new ArrayList<>();
		LocalProcess current = this.processes.get(process.parent());
		while (current != null && !ancestors.contains(current.pid())) {
			ancestors.add(current.pid());
			current = this.processes.get(current.parent());
		}
		return ancestors;
	}

}
