// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.bootcluster.Cluster;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.relay.RelayFilter;
import dev.bootcluster.relay.RelayPaths;
import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.relay.RelayProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What the process that clients ask has in its web application: filters, and a page for
 * errors, as Boot's.
 */
final class RelayDoor {

	private RelayDoor() {
	}

	static Filter filter(Path directory, int slot, Cluster cluster, ClusterAccess refusal) {
		PathMappedEndpoints endpoints = mock();
		given(endpoints.getRootPath(EndpointId.of("cluster"))).willReturn("cluster");
		PathMappedEndpoint own = mock();
		given(own.getRootPath()).willReturn("cluster");
		given(endpoints.iterator()).willAnswer((call) -> List.of(own).iterator());
		return new RelayFilter(new RelayPost(directory, slot), new RelayPaths("/actuator", Map.of()), () -> endpoints,
				new RelayProperties(List.of("loggers", "caches")), cluster, refusal);
	}

	static void add(Context context, String name, Filter filter) {
		FilterDef definition = new FilterDef();
		definition.setFilterName(name);
		definition.setFilter(filter);
		definition.setAsyncSupported("true");
		context.addFilterDef(definition);
		FilterMap mapping = new FilterMap();
		mapping.setFilterName(name);
		mapping.addURLPattern("/*");
		context.addFilterMap(mapping);
	}

	static void addErrorPage(Context context) {
		ErrorPage page = new ErrorPage();
		page.setLocation("/error");
		context.addErrorPage(page);
		Tomcat.addServlet(context, "error", new HttpServlet() {

			@Override
			protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getOutputStream().write("error page".repeat(100).getBytes(StandardCharsets.US_ASCII));
			}

		});
		context.addServletMappingDecoded("/error", "error");
	}

}
