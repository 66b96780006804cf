// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.worker.AdditionalEndpoint.PortOpener;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;

/**
 * The connectors that an application adds to its Tomcat, such as one for HTTP beside that
 * for HTTPS. Their ports belong to the primary as well. However they were added, they are
 * there when the engine is initialized, which it is before they are.
 */
public final class AdditionalConnectors implements LifecycleListener {

	private static final Log logger = LogFactory.getLog(AdditionalConnectors.class);

	private final PortOpener opener;

	/**
	 * Create a listener.
	 * @param worker serves the ports of the connectors
	 */
	public AdditionalConnectors(Worker worker) {
		this(worker::open);
	}

	AdditionalConnectors(PortOpener opener) {
		this.opener = opener;
	}

	/**
	 * Look after the connectors of the Tomcat that runs a web application.
	 * @param context the web application's context
	 */
	public void of(Context context) {
		if (context.getParent().getParent() instanceof Engine engine) {
			engine.addLifecycleListener(this);
		}
	}

	@Override
	public void lifecycleEvent(LifecycleEvent event) {
		if (event.getType().equals(Lifecycle.BEFORE_INIT_EVENT) && event.getLifecycle() instanceof Engine engine) {
			Connector[] connectors = engine.getService().findConnectors();
			for (int i = 0; i < connectors.length; i++) {
				if (!(connectors[i].getProtocolHandler() instanceof HandoffProtocol)) {
					share(connectors[i], i);
				}
			}
		}
	}

	private void share(Connector connector, int index) {
		ProtocolHandler handler = connector.getProtocolHandler();
		try {
			if (handler instanceof AbstractProtocol<?> protocol
					&& AdditionalEndpoint.replaceIn(protocol, index, this.opener)) {
				return;
			}
			logger.warn(("Connector %s (%s) opens its port itself, which only one worker can do: "
					+ "give it the protocol HTTP/1.1 or AJP/1.3 and a port")
				.formatted(connector, handler.getClass().getName()));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger
				.warn("Connector %s opens its port itself, which only one worker can do, because this Tomcat is unknown"
					.formatted(connector), ex);
		}
	}

}
