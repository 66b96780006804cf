// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A {@code /proc} of files, as a little-endian machine writes it.
 */
class FakeProc {

	private final Path root;

	FakeProc(Path root) {
		this.root = root;
		tables("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
				"tcp", "tcp6");
		tables("Num       RefCount Protocol Flags    Type St Inode Path", "unix");
		tables("sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode", "netlink");
	}

	private void tables(String head, String... names) {
		for (String name : names) {
			append("net/" + name, head);
		}
	}

	/**
	 * A row of a TCP table.
	 * @param table {@code tcp} or {@code tcp6}
	 */
	FakeProc tcp(String table, String local, String remote, String state, long uid, long inode) {
		append("net/" + table,
				"   0: %s %s %s 00000000:00000000 00:00000000 00000000  %d        0 %d 1 0000000000000000"
					.formatted(local, remote, state, uid, inode));
		return this;
	}

	FakeProc unix(long inode, String path) {
		append("net/unix", "0000000000000000: 00000002 00000000 00000000 0001 03 %d %s".formatted(inode, path).strip());
		return this;
	}

	FakeProc netlink(long inode) {
		append("net/netlink", "0000000000000000 0   4711       00000000 0        0        0     2        0        %d"
			.formatted(inode));
		return this;
	}

	/**
	 * This process.
	 */
	FakeProc self(long uid) {
		append("self/status", "Name:\tjava\nUid:\t%d\t%d\t%d\t%d\nGid:\t0\t0\t0\t0".formatted(uid, uid, uid, uid));
		return this;
	}

	/**
	 * A process whose descriptors can be read, if there are any.
	 */
	FakeProc process(long pid, long parent, long group, String name, String users, String... descriptors) {
		append(pid + "/stat", "%d (%s) S %d %d %d 0 -1 4194304".formatted(pid, name, parent, group, group));
		append(pid + "/status", "Name:\t%s\nUid:\t%s".formatted(name, users.replace(' ', '\t')));
		link(pid + "/exe", "/usr/bin/" + name.replaceAll("[ )(]", ""));
		for (int i = 0; i < descriptors.length; i++) {
			link("%d/fd/%d".formatted(pid, i), descriptors[i]);
		}
		return this;
	}

	FakeProc delete(String name) {
		try {
			Files.delete(this.root.resolve(name));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void append(String name, String text) {
		try {
			Path file = this.root.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void link(String name, String target) {
		try {
			Path link = this.root.resolve(name);
			Files.createDirectories(link.getParent());
			Files.createSymbolicLink(link, Path.of(target));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
