package beamline.router.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of the reference router that mean nothing here, and what to do instead. */
final class RetiredKeys {
  private static final Map<String, String> ADVICE = advice();

  private RetiredKeys() {}

  /** What to do instead of setting this key; empty for a key that the reference did not have. */
  static Optional<String> adviceFor(String name) {
    return Optional.ofNullable(ADVICE.get(name));
  }

  private static Map<String, String> advice() {
    Map<String, String> advice = new HashMap<>();
    put(
        advice,
        "the host owns its servers: it adds the router's services to one",
        "metrics_export_enabled");
    put(advice, "logging is configured in the host's SLF4J backend", "log_dir", "log_to_console");
    put(
        advice,
        "decide is served on a core subscription, never on a durable consumer",
        "nats_js_durable_group_decide",
        "js_max_deliver_decide",
        "js_backoff_decide");
    put(advice, "choose the component with the key transport", "nats_mode");
    put(
        advice,
        "choose the component with the key policy-store",
        "extension_registry.source",
        "extension_registry.db_enabled");
    put(advice, "choose the component with the key access-store", "rbac_db_enabled");
    put(
        advice,
        "roles are asked for at every call: nothing is cached",
        "rbac.cache-ttl",
        "rbac_cache_ttl_seconds");
    put(
        advice,
        "set quota.max-policies, quota.max-rules-per-policy and quota.max-providers-per-policy",
        "default_quota");
    put(advice, "set limit.tiers and limit.tenant.tiers", "rate_limit_per_tenant");
    put(advice, "assignments are retried by assignment.max-retries", "publish_retry_enabled");
    put(advice, "set the single keys below backpressure", "backpressure_policy");
    put(
        advice,
        "it has no meaning in this router",
        "heir_enabled",
        "disable_heir",
        "advanced_metrics_enabled",
        "cp2_plus_allowed",
        "current_cp",
        "rbac_test_mode",
        "secret_rotation_enabled",
        "alert_evaluation_interval",
        "quota_cleanup_interval_seconds",
        "latency_warn_ms",
        "latency_crit_ms",
        "list_policies_latency_warn_ms",
        "queue_warn",
        "queue_crit",
        "policy_count_warn");
    return Map.copyOf(advice);
  }

  private static void put(Map<String, String> advice, String text, String... names) {
    for (String name : names) {
      advice.put(name, text);
    }
  }
}
