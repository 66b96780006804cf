// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KernelProof}.
 */
class KernelProofTests {

	private static final long US = 1000;

	private static final String OURS = "1000 1000 1000 1000";

	private static final long PRIMARY = 50;

	private static final long CURL = 700;

	private static final long SHELL = 600;

	/**
	 * 127.0.0.1:50123.
	 */
	private static final String CLIENT = "0100007F:C3CB";

	/**
	 * 127.0.0.1:8080.
	 */
	private static final String SERVER = "0100007F:1F90";

	private static final String ANY = "00000000:0000";

	private static final String CONNECTION = "socket:[9001]";

	@TempDir
	Path root;

	private FakeProc proc;

	@BeforeEach
	void machine() {
		this.proc = new FakeProc(this.root).self(US)
			.tcp("tcp", "00000000:1F90", ANY, "0A", US, 8001)
			.tcp("tcp", SERVER, CLIENT, "01", US, 8002)
			.process(1, 0, 1, "systemd", "0 0 0 0")
			.process(PRIMARY, 1, PRIMARY, "java", OURS, "/dev/null", "socket:[8001]")
			.process(60, PRIMARY, PRIMARY, "java", OURS, "/dev/null", "socket:[8002]")
			.process(SHELL, 1, SHELL, "bash", OURS, "/dev/pts/0", "/dev/pts/0", "/dev/pts/0");
	}

	@Test
	void programOfThisUserThatOnlyAsksIsNotDoubted() {
		connection().process(CURL, SHELL, CURL, "curl", OURS, "/dev/pts/0", "pipe:[77]", "/home/me/answer.json",
				"anon_inode:[eventpoll]", "anon_inode:[eventfd]", CONNECTION);
		assertThat(doubt()).isNull();
	}

	@Test
	void unnamedUnixSocketsAndQuestionsToTheKernelAreHarmless() {
		connection().unix(71, "")
			.netlink(72)
			.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION, "socket:[71]", "socket:[72]");
		assertThat(doubt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cu)rl (1", "a b" })
	void nameOfAProgramMayContainAnything(String name) {
		connection().process(CURL, SHELL, CURL, name, OURS, CONNECTION);
		assertThat(doubt()).isNull();
	}

	@Test
	void twoRequestsOfOneShellDoNotDoubtEachOther() {
		connection().tcp("tcp", "0100007F:C3CC", SERVER, "01", US, 9002)
			.process(CURL, SHELL, SHELL, "curl", OURS, CONNECTION)
			.process(CURL + 1, SHELL, SHELL, "curl", OURS, "socket:[9002]");
		assertThat(doubt()).isNull();
	}

	@Test
	void otherServersOfTheMachineDoNotMatter() {
		connection().tcp("tcp", "00000000:0016", ANY, "0A", 0, 22)
			.process(20, 1, 20, "sshd", "0 0 0 0")
			.process(30, 1, 30, "sshd", OURS)
			.process(SHELL + 1, 30, SHELL + 1, "bash", OURS, "pipe:[1]")
			.process(CURL, SHELL + 1, SHELL + 1, "curl", OURS, "pipe:[1]", CONNECTION);
		assertThat(doubt()).isNull();
	}

	/**
	 * Which row of the tables is the connection.
	 */
	@Nested
	class Addresses {

		@ParameterizedTest
		@CsvSource({ "tcp6, 0000000000000000FFFF00000100007F:C3CB, 0000000000000000FFFF00000100007F:1F90, 127.0.0.1",
				"tcp6, 00000000000000000000000001000000:C3CB, 00000000000000000000000001000000:1F90, ::1",
				"tcp, 0501A8C0:C3CB, 0501A8C0:1F90, 192.168.1.5",
				"tcp6, B80D01200000000000000000050A0000:C3CB, B80D01200000000000000000050A0000:1F90, 2001:db8::a05" })
		void areFoundInEitherTable(String table, String client, String server, String address) throws Exception {
			KernelProofTests.this.proc.tcp(table, client, server, "01", US, 9001)
				.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt(address)).isNull();
		}

		@Test
		void mustBeBothEnds() {
			KernelProofTests.this.proc.tcp("tcp", CLIENT, "0100007F:1F91", "01", US, 9001)
				.tcp("tcp", "0100007F:C3CC", SERVER, "01", US, 9001)
				.tcp("tcp", "0200007F:C3CB", SERVER, "01", US, 9001)
				.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.NO_SOCKET);
		}

		@Test
		void mustNotBeAmbiguous() {
			connection().tcp("tcp6", "0000000000000000FFFF00000100007F:C3CB", "0000000000000000FFFF00000100007F:1F90",
					"01", US, 9003);
			KernelProofTests.this.proc.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.NO_SOCKET);
		}

		@Test
		void areNotHereForAnotherNetworkNamespace() {
			assertThat(doubt()).isEqualTo(Doubt.NO_SOCKET);
		}

	}

	/**
	 * Whose the connection is.
	 */
	@Nested
	class Sockets {

		@ParameterizedTest
		@CsvSource({ "06, 0, 0", "05, 1000, 9001", "04, 1000, 9001", "08, 1000, 9001", "02, 1000, 9001",
				"01, 1000, 0" })
		void thatAreClosingOrClosedProveNothing(String state, long uid, long inode) {
			KernelProofTests.this.proc.tcp("tcp", CLIENT, SERVER, state, uid, inode)
				.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.NO_SOCKET);
		}

		@ParameterizedTest
		@ValueSource(longs = { 0, 33, 65534 })
		void ofAnotherUserProveNothing(long uid) {
			KernelProofTests.this.proc.tcp("tcp", CLIENT, SERVER, "01", uid, 9001)
				.process(CURL, SHELL, CURL, "nginx", OURS, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.OTHER_USER);
		}

		@Test
		void thatNobodyHoldsWhoCanBeInspectedProveNothing() {
			connection().process(CURL, SHELL, CURL, "sshd", OURS);
			assertThat(doubt()).isEqualTo(Doubt.NO_PROCESS);
		}

		@ParameterizedTest
		@ValueSource(strings = { "0 0 0 0", "1000 0 0 0", "0 1000 1000 1000", "1000 1000 0 1000", "1000 1000 1000 0",
				"33 33 33 33" })
		void thatAProcessOfAnotherUserHoldsProveNothing(String users) {
			connection().process(CURL, SHELL, CURL, "curl", OURS, CONNECTION)
				.process(CURL + 1, CURL, CURL, "sudo", users, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.OTHER_USER);
		}

	}

	/**
	 * Processes by which others come in.
	 */
	@Nested
	class Relays {

		@Test
		void listen() {
			connection().tcp("tcp", "00000000:2328", ANY, "0A", US, 9100)
				.process(CURL, 1, CURL, "haproxy", OURS, CONNECTION, "socket:[9100]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void haveAcceptedAConnection() {
			accepted(9101).process(CURL, 650, 650, "socat", OURS, CONNECTION, "socket:[9101]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void haveOpenedAConnectionThatOthersComeInBy() {
			connection().tcp("tcp", "0501A8C0:A001", "0A0000CB:01BB", "01", US, 9102)
				.process(CURL, 1, CURL, "ssh", OURS, CONNECTION, "socket:[9102]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "socket:[555]", "anon_inode:[io_uring]", "/dev/net/tun", "/dev/kvm", "/dev/vhost-net" })
		void haveAnotherWayIn(String descriptor) {
			connection().process(CURL, 1, CURL, "tunnel", OURS, CONNECTION, descriptor);
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/run/relay.sock", "@relay" })
		void haveAUnixSocketWithAName(String path) {
			connection().unix(73, path).process(CURL, 1, CURL, "socat", OURS, CONNECTION, "socket:[73]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void leaveTheirClientsToAParentOfTheSameProgram() {
			accepted(9101).unix(74, "")
				.process(650, 1, 650, "socat", OURS, "socket:[9101]", "socket:[74]")
				.process(CURL, 651, CURL, "socat", OURS, CONNECTION, "socket:[74]")
				.process(651, 650, 651, "sh", OURS);
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void leaveTheirClientsToAChildOfTheSameProgram() {
			accepted(9101).process(CURL, 1, CURL, "proxy", OURS, CONNECTION, "pipe:[5]")
				.process(CURL + 1, CURL, CURL + 1, "proxy", OURS, "socket:[9101]", "pipe:[5]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void arePipelinesOfOneProgram() {
			accepted(9101).process(650, SHELL, 650, "nc", OURS, "socket:[9101]", "pipe:[5]")
				.process(CURL, SHELL, 650, "nc", OURS, CONNECTION, "pipe:[5]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void haveAParentOfTheSameNameThatCannotBeInspected() {
			connection().process(650, 1, 650, "sshd", OURS)
				.process(CURL, 650, 650, "sshd", OURS, CONNECTION)
				.delete("650/exe");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		@Test
		void areOnesIfAnyHolderIs() {
			accepted(9101).process(CURL, SHELL, CURL, "curl", OURS, CONNECTION)
				.process(CURL + 1, 1, CURL + 1, "proxy", OURS, CONNECTION, "socket:[9101]");
			assertThat(doubt()).isEqualTo(Doubt.RELAY);
		}

		private FakeProc accepted(long inode) {
			return connection().tcp("tcp", "00000000:2328", ANY, "0A", US, 9100)
				.tcp("tcp", "0501A8C0:2328", "0A0000CB:D000", "01", US, inode);
		}

	}

	/**
	 * Processes of the cluster, and what they start.
	 */
	@Nested
	class ClusterMembers {

		@ParameterizedTest
		@CsvSource({ "50, 1", "61, 50", "62, 60", "700, 601" })
		void areDoubted(long pid, long parent) {
			FakeProc proc = new FakeProc(KernelProofTests.this.root.resolve("cluster")).self(US)
				.tcp("tcp", CLIENT, SERVER, "01", US, 9001)
				.process(60, PRIMARY, PRIMARY, "java", OURS)
				.process(601, 60, PRIMARY, "wkhtmltopdf", OURS)
				.process(pid, parent, PRIMARY, "fetch", OURS, CONNECTION);
			if (pid != PRIMARY) {
				proc.process(PRIMARY, 1, PRIMARY, "java", OURS);
			}
			assertThat(doubt(new KernelProof(KernelProofTests.this.root.resolve("cluster"), PRIMARY), "127.0.0.1"))
				.isEqualTo(Doubt.CLUSTER);
		}

	}

	/**
	 * What the system may not tell.
	 */
	@Nested
	class Tables {

		@Test
		void withoutIpv6AreEnough() {
			connection().delete("net/tcp6").process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt()).isNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { "net/tcp", "net/unix", "net/netlink", "self/status" })
		void thatAreMissingProveNothing(String table) {
			connection().process(CURL, SHELL, CURL, "curl", OURS, CONNECTION).delete(table);
			assertThat(doubt()).isEqualTo(Doubt.UNKNOWN);
		}

		@Test
		void thatAreNotUnderstoodProveNothing() {
			connection().tcp("tcp6", "a", "b", "not a state", US, 5)
				.process(CURL, SHELL, CURL, "curl", OURS, CONNECTION);
			assertThat(doubt()).isEqualTo(Doubt.UNKNOWN);
		}

	}

	/**
	 * Of the machine that runs the test: this JVM connects to itself.
	 */
	@Test
	void realProcNamesTheHolderOfARealConnection() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
			InetSocketAddress server = (InetSocketAddress) listener.getLocalSocketAddress();
			InetSocketAddress end = (InetSocketAddress) client.getLocalSocketAddress();
			assertThat(new KernelProof(Path.of("/proc"), ProcessHandle.current().pid()).doubt(end, server))
				.isEqualTo(Doubt.CLUSTER);
			assertThat(new KernelProof(Path.of("/proc"), Long.MAX_VALUE).doubt(end, server)).isEqualTo(Doubt.RELAY);
			assertThat(new KernelProof(Path.of("/proc"), 1).doubt(server, server)).isEqualTo(Doubt.NO_SOCKET);
		}
	}

	private FakeProc connection() {
		return this.proc.tcp("tcp", CLIENT, SERVER, "01", US, 9001);
	}

	private @Nullable Doubt doubt() {
		return doubt("127.0.0.1");
	}

	private @Nullable Doubt doubt(String address) {
		return doubt(new KernelProof(this.root, PRIMARY), address);
	}

	private static @Nullable Doubt doubt(KernelProof proof, String address) {
		try {
			InetAddress host = InetAddress.getByName(address);
			return proof.doubt(new InetSocketAddress(host, 50123), new InetSocketAddress(host, 8080));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
