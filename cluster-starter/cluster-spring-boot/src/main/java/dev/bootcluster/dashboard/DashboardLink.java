// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.Link;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Adds the dashboard to Actuator's list of links, beside the endpoint to which it
 * belongs.
 */
@ControllerAdvice
public final class DashboardLink implements ResponseBodyAdvice<Object> {

	private static final String LINKS = "_links";

	private static final String ENDPOINT = "cluster";

	private static final String NAME = "cluster-dashboard";

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
		return returnType.getDeclaringClass().getName().startsWith("org.springframework.boot.")
				&& Map.class.isAssignableFrom(returnType.getParameterType());
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType,
			MediaType selectedContentType, Class<? extends HttpMessageConverter<?>> selectedConverterType,
			ServerHttpRequest request, ServerHttpResponse response) {
		if (body instanceof Map<?, ?> map && map.get(LINKS) instanceof Map<?, ?> links
				&& links.get(ENDPOINT) instanceof Link endpoint) {
			Map<Object, Object> all = new LinkedHashMap<>(links);
			all.put(NAME, new Link(endpoint.getHref() + "/dashboard"));
			return OperationResponseBody.of(Map.of(LINKS, all));
		}
		return body;
	}

}
