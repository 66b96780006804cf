// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it.launched;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * An agent that listens on the port in its options, or in a file that these name, as
 * exporters of metrics do: where it cannot, the JVM does not start.
 */
public final class PortAgent {

	private static volatile @Nullable ServerSocket socket;

	private PortAgent() {
	}

	/**
	 * Called by the JVM before the application.
	 * @param options the port, or a file with it
	 * @throws IOException if the port is taken
	 */
	public static void premain(String options) throws IOException {
		String port = options.matches("\\d+") ? options : Files.readString(Path.of(options)).strip();
		socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress());
	}

	/**
	 * Pack the agent.
	 * @param jar where to
	 * @return the jar
	 * @throws IOException if it cannot be written
	 */
	public static Path packIn(Path jar) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), PortAgent.class.getName());
		String file = PortAgent.class.getName().replace('.', '/') + ".class";
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out, manifest)) {
			entries.putNextEntry(new JarEntry(file));
			PortAgent.class.getClassLoader().getResourceAsStream(file).transferTo(entries);
		}
		return jar;
	}

}
