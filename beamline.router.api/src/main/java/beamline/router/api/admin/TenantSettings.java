package beamline.router.api.admin;

import beamline.router.api.policy.PolicyKey;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is set for one tenant: its tier, limits, quotas and budgets. What is absent is as
 * configured, for budgets: there is none. Immutable.
 */
public final class TenantSettings {
  private final String tenantId;
  private final long revision;
  private final @Nullable String tier;
  private final @Nullable Long requestsPerMinute;
  private final @Nullable Long userRequestsPerMinute;
  private final Map<String, Long> requestsPerMinuteByUser;
  private final @Nullable Integer maxPolicies;
  private final @Nullable Integer maxRules;
  private final @Nullable Integer maxProviders;
  private final @Nullable Budget budget;
  private final Map<String, Budget> providerBudgets;

  private TenantSettings(Builder builder) {
    tenantId = builder.tenantId;
    revision = builder.revision;
    tier = builder.tier;
    requestsPerMinute = builder.requestsPerMinute;
    userRequestsPerMinute = builder.userRequestsPerMinute;
    requestsPerMinuteByUser =
        Collections.unmodifiableMap(new TreeMap<>(builder.requestsPerMinuteByUser));
    maxPolicies = builder.maxPolicies;
    maxRules = builder.maxRules;
    maxProviders = builder.maxProviders;
    budget = builder.budget;
    providerBudgets = Collections.unmodifiableMap(new TreeMap<>(builder.providerBudgets));
  }

  /** Starts settings of a tenant, with nothing set. */
  public static Builder builder(String tenantId) {
    return new Builder(tenantId);
  }

  /** Nothing is set. */
  public static TenantSettings none(String tenantId) {
    return builder(tenantId).build();
  }

  /** Whose settings these are. */
  public String tenantId() {
    return tenantId;
  }

  /** Which revision of the store this is; 0 when it is not stored. */
  public long revision() {
    return revision;
  }

  /** The tier: {@code basic}, {@code premium} or {@code enterprise}. */
  public Optional<String> tier() {
    return Optional.ofNullable(tier);
  }

  /** Requests per minute of the tenant, whatever its tier; 0 for no limit. */
  public OptionalLong requestsPerMinute() {
    return optional(requestsPerMinute);
  }

  /** Requests per minute of each user that is not named; 0 for no limit. */
  public OptionalLong userRequestsPerMinute() {
    return optional(userRequestsPerMinute);
  }

  /** Requests per minute of named users; 0 for no limit. Sorted, unmodifiable. */
  public Map<String, Long> requestsPerMinuteByUser() {
    return requestsPerMinuteByUser;
  }

  /** Policies, at most. */
  public OptionalInt maxPolicies() {
    return optional(maxPolicies);
  }

  /** Fallback rules of a policy, at most. */
  public OptionalInt maxRulesPerPolicy() {
    return optional(maxRules);
  }

  /** Providers of a policy, at most. */
  public OptionalInt maxProvidersPerPolicy() {
    return optional(maxProviders);
  }

  /** What the tenant may spend. */
  public Optional<Budget> budget() {
    return Optional.ofNullable(budget);
  }

  /** What the tenant may spend on single providers. Sorted, unmodifiable. */
  public Map<String, Budget> providerBudgets() {
    return providerBudgets;
  }

  /** One of the budgets. */
  public Optional<Budget> budget(BudgetKey key) {
    return key.providerId().isPresent()
        ? Optional.ofNullable(providerBudgets.get(key.providerId().get()))
        : budget();
  }

  /** Starts settings that differ from these in some. */
  public Builder toBuilder() {
    Builder builder = new Builder(tenantId);
    builder.revision = revision;
    builder.tier = tier;
    builder.requestsPerMinute = requestsPerMinute;
    builder.userRequestsPerMinute = userRequestsPerMinute;
    builder.requestsPerMinuteByUser.putAll(requestsPerMinuteByUser);
    builder.maxPolicies = maxPolicies;
    builder.maxRules = maxRules;
    builder.maxProviders = maxProviders;
    builder.budget = budget;
    builder.providerBudgets.putAll(providerBudgets);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TenantSettings that
        && tenantId.equals(that.tenantId)
        && revision == that.revision
        && Objects.equals(tier, that.tier)
        && Objects.equals(requestsPerMinute, that.requestsPerMinute)
        && Objects.equals(userRequestsPerMinute, that.userRequestsPerMinute)
        && requestsPerMinuteByUser.equals(that.requestsPerMinuteByUser)
        && Objects.equals(maxPolicies, that.maxPolicies)
        && Objects.equals(maxRules, that.maxRules)
        && Objects.equals(maxProviders, that.maxProviders)
        && Objects.equals(budget, that.budget)
        && providerBudgets.equals(that.providerBudgets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, revision);
  }

  /** What is set, in words. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(tenantId + " revision " + revision);
    add(text, "tier", tier);
    add(text, "requests per minute", requestsPerMinute);
    add(text, "of a user", userRequestsPerMinute);
    add(text, "by user", requestsPerMinuteByUser.isEmpty() ? null : requestsPerMinuteByUser);
    add(text, "policies", maxPolicies);
    add(text, "rules", maxRules);
    add(text, "providers", maxProviders);
    add(text, "budget", budget);
    add(text, "by provider", providerBudgets.isEmpty() ? null : providerBudgets);
    return text.toString();
  }

  private static void add(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /**
   * Collects settings. Null stands for what is not set. Every method refuses a value that cannot be
   * with an {@link IllegalArgumentException} that says what it must be. Not safe for concurrent
   * use.
   */
  public static final class Builder {
    private final String tenantId;
    private long revision;
    private @Nullable String tier;
    private @Nullable Long requestsPerMinute;
    private @Nullable Long userRequestsPerMinute;
    private final Map<String, Long> requestsPerMinuteByUser = new TreeMap<>();
    private @Nullable Integer maxPolicies;
    private @Nullable Integer maxRules;
    private @Nullable Integer maxProviders;
    private @Nullable Budget budget;
    private final Map<String, Budget> providerBudgets = new TreeMap<>();

    private Builder(String tenantId) {
      this.tenantId = new PolicyKey(tenantId, "any").tenantId(); // refuses what cannot be an id
    }

    /** The revision; 0 when it is not stored. */
    public Builder revision(long value) {
      revision = value;
      return this;
    }

    /** The tier: {@code basic}, {@code premium} or {@code enterprise}. */
    public Builder tier(@Nullable String value) {
      tier = TenantBounds.tier(value);
      return this;
    }

    /** Requests per minute of the tenant, 0 for no limit. */
    public Builder requestsPerMinute(@Nullable Long value) {
      requestsPerMinute = TenantBounds.perMinute("requests per minute", value);
      return this;
    }

    /** Requests per minute of each user that is not named, 0 for no limit. */
    public Builder userRequestsPerMinute(@Nullable Long value) {
      userRequestsPerMinute = TenantBounds.perMinute("requests per minute of a user", value);
      return this;
    }

    /** Requests per minute of a named user, 0 for no limit. */
    public Builder requestsPerMinuteOf(String userId, @Nullable Long value) {
      Long valid = TenantBounds.perMinute("requests per minute of user " + userId, value);
      TenantBounds.put(requestsPerMinuteByUser, "user", userId, valid);
      return this;
    }

    /** Policies, at most: 1 or more. */
    public Builder maxPolicies(@Nullable Integer value) {
      maxPolicies = TenantBounds.policies(value);
      return this;
    }

    /** Fallback rules of a policy, at most: 1 to 1000. */
    public Builder maxRulesPerPolicy(@Nullable Integer value) {
      maxRules = TenantBounds.perPolicy("max rules per policy", value);
      return this;
    }

    /** Providers of a policy, at most: 1 to 1000. */
    public Builder maxProvidersPerPolicy(@Nullable Integer value) {
      maxProviders = TenantBounds.perPolicy("max providers per policy", value);
      return this;
    }

    /** What the tenant may spend. */
    public Builder budget(@Nullable Budget value) {
      budget = value;
      return this;
    }

    /** What the tenant may spend on a provider. */
    public Builder budgetOf(String providerId, @Nullable Budget value) {
      TenantBounds.put(providerBudgets, "provider", providerId, value);
      return this;
    }

    /** One of the budgets; the key must be of this tenant. */
    public Builder budget(BudgetKey key, @Nullable Budget value) {
      if (!key.tenantId().equals(tenantId)) {
        throw new IllegalArgumentException(key + " is no budget of tenant " + tenantId);
      }
      return key.providerId().isPresent() ? budgetOf(key.providerId().get(), value) : budget(value);
    }

    /** Builds the settings. */
    public TenantSettings build() {
      return new TenantSettings(this);
    }
  }
}
