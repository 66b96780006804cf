// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.File;

import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ExpandWar;

/**
 * Removes Tomcat's work directory from the temporary base directory that Boot creates for
 * each process. On exit Boot removes that directory only if it is empty, and frequent
 * reloads would leave many behind.
 */
public final class TemporaryWork implements LifecycleListener {

	/**
	 * A base directory that the user named is shared by all workers.
	 */
	private static final String TEMPORARY = "tomcat\\.\\d+\\.\\d{5,}";

	private static final String TEMPORARY_DOCUMENTS = "tomcat-docbase\\.\\d+\\.\\d{5,}";

	@Override
	public void lifecycleEvent(LifecycleEvent event) {
		if (event.getType().equals(Lifecycle.BEFORE_DESTROY_EVENT)
				&& event.getLifecycle() instanceof StandardContext context
				&& context.getCatalinaBase().getName().matches(TEMPORARY)) {
			delete(new File(context.getWorkPath()), context.getCatalinaBase());
			deleteIfEmpty(context);
		}
	}

	/**
	 * A JVM that is halted does not get to what is to be deleted on its exit.
	 */
	private static void deleteIfEmpty(StandardContext context) {
		String documents = context.getDocBase();
		if (documents != null && new File(documents).getName().matches(TEMPORARY_DOCUMENTS)) {
			new File(documents).delete();
		}
		context.getCatalinaBase().delete();
	}

	private static void delete(File work, File base) {
		ExpandWar.delete(work, false);
		File parent = work.getParentFile();
		while (parent != null && !parent.equals(base) && parent.delete()) {
			parent = parent.getParentFile();
		}
	}

}
