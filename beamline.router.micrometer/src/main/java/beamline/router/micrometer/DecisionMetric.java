package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.alias;
import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.fineHistogram;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.summary;

/** The metrics of decisions, and of the policies that they are made by. */
public enum DecisionMetric implements Metric {
  POLICY_DECISIONS(
      counter(
          "router_policy_decisions_total",
          "Requests that got a provider",
          "tenant_id",
          "policy_id",
          "reason")),
  DECIDE_LATENCY(
      fineHistogram(
          "router_decide_latency_ms",
          "How long it took to decide or refuse a request, in milliseconds; tenant and policy are 'none' when no policy was found",
          "tenant_id",
          "policy_id")),
  POLICY_DECISION_LATENCY(
      summary(
          "router_policy_decision_latency_ms",
          "How long it took to decide for a reason, in milliseconds",
          "tenant_id",
          "policy_id",
          "reason")),
  DECIDE_REJECTIONS(
      counter(
          "router_decide_rejected_total",
          "Requests that were refused; tenant and policy are 'none' when no policy was found",
          "tenant_id",
          "policy_id",
          "reason")),
  FALLBACK_ACTIVATION(
      counter(
          "router_fallback_activation_total",
          "Decisions by a fallback rule or a breaker fallback",
          "tenant_id",
          "policy_id")),
  STICKY_HITS(
      counter(
          "router_sticky_hits_total",
          "Sessions with a pinned provider that can be used",
          "tenant_id")),
  STICKY_MISSES(
      counter(
          "router_sticky_miss_total",
          "Sessions without a pinned provider that can be used",
          "tenant_id")),
  STICKY_SESSIONS(
      alias(
          "router_sticky_session_total",
          "Requests of sessions that stick, with a pinned provider and without",
          "tenant_id")),
  RATE_LIMIT_ALLOWED(
      counter(
          "router_rate_limit_allowed_total",
          "Limits that let a request pass",
          "scope",
          "tenant_id")),
  RATE_LIMIT_EXCEEDED(
      counter(
          "router_rate_limit_exceeded_total",
          "Limits that stopped a request",
          "scope",
          "tenant_id")),
  ACL_ALLOWED(counter("router_acl_allowed_total", "Requests whose tenant is allowed")),
  ACL_DENIED(counter("router_acl_denied_total", "Requests whose tenant is not allowed")),
  POLICY_LOADS(
      counter("policy_loads_total", "Policies that were read from a store", "tenant_id", "source")),
  POLICY_LOAD_FAILURES(
      counter(
          "policy_load_failures_total",
          "Policies that were read from a store and have problems, so that they are not used",
          "tenant_id",
          "source")),
  POLICY_LOAD_TIME(
      fineHistogram(
          "router_policy_store_load_time_ms",
          "How long it took to read and compile a policy, in milliseconds",
          "tenant_id",
          "policy_id")),
  POLICY_CACHE_HITS(
      counter("router_policy_store_cache_hits_total", "Policies that were found in memory")),
  POLICY_CACHE_MISSES(
      counter(
          "router_policy_store_cache_misses_total",
          "Policies that were asked for and are not in memory")),
  POLICY_HITS(alias("router_policy_cache_hit_total", "Policies that were found in memory")),
  POLICY_MISSES(
      alias(
          "router_policy_cache_miss_total", "Policies that were asked for and are not in memory")),
  POLICY_STORE_SIZE(gauge("router_policy_store_size", "Compiled policies in memory"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  DecisionMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
