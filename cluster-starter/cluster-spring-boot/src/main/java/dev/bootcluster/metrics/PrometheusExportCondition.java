// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the application has excluded Boot's auto-configuration, which comes
 * later, so that its beans cannot be a condition.
 */
class PrometheusExportCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		boolean excluded = beans != null && ConditionEvaluationReport.get(beans)
			.getExclusions()
			.contains(PrometheusMetricsExportAutoConfiguration.class.getName());
		return new ConditionOutcome(!excluded,
				ConditionMessage.of("Prometheus export is " + (excluded ? "excluded" : "not excluded")));
	}

}
