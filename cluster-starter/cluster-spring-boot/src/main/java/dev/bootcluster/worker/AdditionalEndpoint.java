// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.channels.NetworkChannel;

import dev.bootcluster.ipc.PortRequest;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketProperties;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a connector that the application adds. It takes the place of the one
 * that Tomcat created with the connector, with all that was configured.
 */
final class AdditionalEndpoint extends HandoffEndpoint {

	private final AbstractProtocol<?> protocol;

	private final int connector;

	private final PortOpener opener;

	private volatile int openPort = -1;

	private AdditionalEndpoint(AbstractProtocol<?> protocol, int connector, PortOpener opener) {
		this.protocol = protocol;
		this.connector = connector;
		this.opener = opener;
	}

	/**
	 * Let a connector get its connections from the primary. It must not be initialized.
	 * The protocol itself stays, because the application may have a reference to it; its
	 * endpoint is set by reflection, because Tomcat has no setter.
	 * @param protocol the connector's protocol
	 * @param connector the connector's place among those of the application
	 * @param opener opens its port
	 * @return whether it is a connector that can
	 * @throws ReflectiveOperationException if this Tomcat has another structure
	 */
	static boolean replaceIn(AbstractProtocol<?> protocol, int connector, PortOpener opener)
			throws ReflectiveOperationException {
		Field field = AbstractProtocol.class.getDeclaredField("endpoint");
		field.setAccessible(true);
		if (!(field.get(protocol) instanceof NioEndpoint original) || !canBeReplaced(original)) {
			return false;
		}
		AdditionalEndpoint endpoint = new AdditionalEndpoint(protocol, connector, opener);
		copy(NioEndpoint.class, original, endpoint);
		field.set(protocol, endpoint);
		return true;
	}

	private static boolean canBeReplaced(NioEndpoint endpoint) {
		return endpoint.getClass() == NioEndpoint.class && endpoint.getUnixDomainSocketPath() == null
				&& !endpoint.getUseInheritedChannel();
	}

	private static void copy(Class<?> type, Object from, Object to) throws ReflectiveOperationException {
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers())) {
				field.setAccessible(true);
				copy(field, from, to);
			}
		}
		Class<?> parent = type.getSuperclass();
		if (parent != Object.class) {
			copy(parent, from, to);
		}
	}

	private static void copy(Field field, Object from, Object to) throws ReflectiveOperationException {
		if (!Modifier.isFinal(field.getModifiers())) {
			field.set(to, field.get(from));
		}
		else if (field.getType() == SocketProperties.class) {
			copy(SocketProperties.class, field.get(from), field.get(to));
		}
	}

	@Override
	protected void initServerSocket() throws BindException {
		// A connector may be stopped and started again.
		if (this.openPort == -1) {
			InetAddress address = getAddress();
			this.openPort = this.opener.open(new PortRequest.Open((address != null) ? address.getHostAddress() : null,
					getPortWithOffset(), this.connector, getAcceptCount(), isPlainHttp()), this);
		}
	}

	@Override
	boolean isPlainHttp() {
		return this.protocol instanceof AbstractHttp11Protocol<?> && super.isPlainHttp();
	}

	@Override
	protected @Nullable NetworkChannel getServerSocket() {
		return (this.openPort != -1) ? shared(this.openPort) : null;
	}

	/**
	 * Has the primary open a port.
	 */
	@FunctionalInterface
	interface PortOpener {

		/**
		 * Open a port and let an endpoint serve its connections.
		 * @param request what to open
		 * @param endpoint what serves the connections
		 * @return the port that clients connect to
		 * @throws BindException if it cannot be opened
		 */
		int open(PortRequest.Open request, HandoffEndpoint endpoint) throws BindException;

	}

}
