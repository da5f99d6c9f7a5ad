package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.number;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much a tenant or a user may ask for, and how much a tenant may own. */
public final class LimitKeys {
  private static final Map<String, Long> GUIDE_TIERS = tiers(Map.of());
  private static final long MOST = 1_000_000_000L;

  /** Whether tenants are limited. */
  public static final ConfigKey<Boolean> TENANT_ENABLED =
      key("limit.tenant.enabled", flag(), false, "Whether tenants are limited by their tier.");

  /** The tier of a tenant that is not listed. */
  public static final ConfigKey<String> TENANT_TIER =
      key(
          "limit.tenant.tier",
          choice("basic", "premium", "enterprise"),
          "basic",
          "The tier of tenants that have none of their own.");

  /** Tenants with a tier of their own. */
  public static final ConfigKey<Map<String, String>> TENANT_TIERS =
      key(
          "limit.tenant.tiers",
          MapText.type(
              "tenant=tier list",
              "tenants with their tier (basic, premium or enterprise), such as"
                  + " acme=premium,globex=enterprise, or [] for none",
              LimitKeys::tier),
          Map.of(),
          "Tenants that have a tier of their own.");

  /** Requests per minute of each tier. */
  public static final ConfigKey<Map<String, Long>> TIERS =
      key(
              "limit.tiers",
              tierLimits(),
              GUIDE_TIERS,
              "Requests per minute and tenant of each tier, in any window of a minute. A tier that"
                  + " is left out keeps its default.")
          .as("rate_limits");

  /** Requests per minute of one user of a tenant. */
  public static final ConfigKey<Long> USER_REQUESTS_PER_MINUTE =
      key(
          "limit.user.requests-per-minute",
          number(0, MOST),
          0L,
          "Requests per minute of one user of a tenant, in any window of a minute; 0 for no"
              + " limit.");

  /** Limits that the limiter {@code memory} remembers. */
  public static final ConfigKey<Integer> MEMORY_MAX_KEYS =
      key(
              "rate-limiter.memory.max-keys",
              integer(1, 10_000_000),
              100_000,
              "Limits (a tenant, a user, a policy each) that the limiter memory remembers.")
          .as("rate_limit_store_max_size");

  /** Policies of a tenant, at most. */
  public static final ConfigKey<Integer> QUOTA_POLICIES =
      key("quota.max-policies", integer(1, 1_000_000), 10, "Policies of a tenant, at most.");

  /** Fallback rules of a policy, at most. */
  public static final ConfigKey<Integer> QUOTA_RULES =
      key(
          "quota.max-rules-per-policy",
          integer(1, 1_000),
          50,
          "Fallback rules of a policy, at most.");

  /** Providers of a policy, at most. */
  public static final ConfigKey<Integer> QUOTA_PROVIDERS =
      key(
          "quota.max-providers-per-policy",
          integer(1, 1_000),
          20,
          "Providers of a policy, at most.");

  /** How long a decision keeps what it reserved. */
  public static final ConfigKey<Duration> BUDGET_RESERVATION_TIMEOUT =
      key(
          "budget.reservation-timeout",
          duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          Duration.ofMinutes(15),
          "How long a decision keeps what it reserved of a budget when nobody reports on it.");

  /** How long a node keeps its part of a budget that all nodes share. */
  public static final ConfigKey<Duration> BUDGET_LEASE =
      key(
          "budget.lease",
          duration(Duration.ofSeconds(3), Duration.ofHours(1)),
          Duration.ofSeconds(10),
          "How long a node that is not heard of keeps its part of a budget that several nodes"
              + " share.");

  private LimitKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        TENANT_ENABLED,
        TENANT_TIER,
        TENANT_TIERS,
        TIERS,
        USER_REQUESTS_PER_MINUTE,
        MEMORY_MAX_KEYS,
        QUOTA_POLICIES,
        QUOTA_RULES,
        QUOTA_PROVIDERS,
        BUDGET_RESERVATION_TIMEOUT,
        BUDGET_LEASE);
  }

  private static ConfigType<Map<String, Long>> tierLimits() {
    ConfigType<Map<String, Long>> any =
        MapText.type(
            "tier=number list",
            "requests per minute (1 to "
                + MOST
                + ") by tier, such as basic=100,premium=1000,enterprise=10000",
            LimitKeys::perMinute);
    return new ConfigType<>(
        any.word(),
        any.expected(),
        (text, unit) -> tiers(any.reader().read(text, unit)),
        any.writer());
  }

  /** The tiers in their order, with the guide's limits where nothing else is given. */
  private static Map<String, Long> tiers(Map<String, Long> changes) {
    Map<String, Long> tiers = new LinkedHashMap<>();
    tiers.put("basic", 100L);
    tiers.put("premium", 1_000L);
    tiers.put("enterprise", 10_000L);
    changes.forEach((name, limit) -> tiers.put(tier(name), limit));
    return Collections.unmodifiableMap(tiers);
  }

  private static String tier(String name) {
    return switch (name) {
      case "basic", "premium", "enterprise" -> name;
      default -> throw new IllegalArgumentException(name + " is no tier");
    };
  }

  private static Long perMinute(String text) {
    return number(1, MOST).reader().read(text, "");
  }
}
