package beamline.router.engine.budget;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.engine.budget.Tenure.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one decision of a tenant with budgets may reserve. Belongs to one decision. */
public final class Purse {
  private final String tenantId;
  private final TenantAccounts accounts;
  private final Reservations reservations;
  private final long nowMillis;
  private Verdict verdict = Verdict.UNKNOWN;
  private @Nullable ReservationId reserved;
  private @Nullable CompletionStage<Void> awaited;
  private @Nullable Tenure asked;
  private @Nullable Tenure spent;
  private @Nullable Tenure spentOfProvider;

  Purse(String tenantId, TenantAccounts accounts, Reservations reservations, long nowMillis) {
    this.tenantId = tenantId;
    this.accounts = accounts;
    this.reservations = reservations;
    this.nowMillis = nowMillis;
  }

  /** What came of an attempt to reserve. */
  public enum Verdict {
    /** It is reserved. */
    RESERVED,
    /** The budget of the provider is spent; another one may do. */
    PROVIDER_SPENT,
    /** The budget of the tenant is spent. */
    TENANT_SPENT,
    /** Too many decisions of the tenant have reserved, and were not reported on. */
    CROWDED,
    /** It is not known yet: try again after {@link #awaited}. */
    UNKNOWN
  }

  /**
   * Reserves what an execution is expected to cost, of the provider's budget and of the tenant's:
   * of both, or of none.
   */
  public Verdict reserve(String providerId, double cost) {
    verdict = reserveBoth(providerId, cost);
    return verdict;
  }

  /** What came of the last attempt. */
  public Verdict verdict() {
    return verdict;
  }

  private Verdict reserveBoth(String providerId, double cost) {
    long micros = Micros.of(cost);
    Tenure provider = accounts.tenure(providerId, nowMillis);
    Tenure tenant = accounts.tenure(nowMillis);
    if (provider != null) {
      Verdict verdict = reserve(provider, micros, Verdict.PROVIDER_SPENT);
      if (verdict != Verdict.RESERVED) {
        if (verdict == Verdict.PROVIDER_SPENT && spentOfProvider == null) {
          spentOfProvider = provider;
        }
        return verdict;
      }
    }
    if (tenant != null) {
      Verdict verdict = reserve(tenant, micros, Verdict.TENANT_SPENT);
      if (verdict != Verdict.RESERVED) {
        if (provider != null) {
          provider.window().release(micros);
        }
        return verdict;
      }
    }
    return micros == 0 || (provider == null && tenant == null)
        ? Verdict.RESERVED
        : open(
            micros,
            tenant == null ? null : tenant.window(),
            provider == null ? null : provider.window());
  }

  private Verdict open(long micros, @Nullable Window tenant, @Nullable Window provider) {
    reserved = reservations.open(tenantId, micros, tenant, provider);
    if (reserved != null) {
      return Verdict.RESERVED;
    }
    if (tenant != null) {
      tenant.release(micros);
    }
    if (provider != null) {
      provider.release(micros);
    }
    return Verdict.CROWDED;
  }

  private Verdict reserve(Tenure tenure, long micros, Verdict refused) {
    Answer answer = tenure.reserve(micros, asked == tenure);
    while (answer == Answer.ASK) {
      CompletionStage<Void> claim = tenure.claim(micros);
      asked = tenure;
      if (!claim.toCompletableFuture().isDone()) {
        awaited = claim;
        return Verdict.UNKNOWN;
      }
      answer = tenure.reserve(micros, true);
    }
    asked = null;
    if (answer == Answer.SPENT) {
      spent = tenure;
      return refused;
    }
    return Verdict.RESERVED;
  }

  /** What to wait for before another try; null when there is nothing. Told once. */
  public @Nullable CompletionStage<Void> awaited() {
    CompletionStage<Void> wait = awaited;
    awaited = null;
    return wait;
  }

  /** The id of what is reserved; null when nothing is. */
  public @Nullable String reservation() {
    return reserved == null ? null : reserved.toString();
  }

  /** Gives back what is reserved. */
  public void release() {
    if (reserved != null) {
      reservations.release(reserved);
      reserved = null;
    }
  }

  /** Why the last attempt was refused. */
  public RouteRejection refusal() {
    return verdict == Verdict.CROWDED
        ? RouteRejection.of(
            ErrorCode.SERVICE_OVERLOADED,
            "too many decisions of tenant '" + tenantId + "' were not reported on yet")
        : refusal(spent);
  }

  /** Why no provider was left: the first whose budget was spent; null when there was none. */
  public @Nullable RouteRejection providerRefusal() {
    return spentOfProvider == null ? null : refusal(spentOfProvider);
  }

  private RouteRejection refusal(@Nullable Tenure tenure) {
    if (tenure == null) {
      throw new IllegalStateException("nothing was refused");
    }
    Window window = tenure.window();
    if (tenure.failure() != null) {
      return RouteRejection.of(
          ErrorCode.SERVICE_DOWN, "the budget of " + window.key + " cannot be asked for now");
    }
    boolean ofProvider = window.key.providerId().isPresent();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("scope", ofProvider ? "provider" : "tenant");
    details.put("identifier", window.key.toString());
    details.put("limit", Micros.units(tenure.limit()));
    details.put("spent", Micros.units(window.spent() + tenure.spentByOthers()));
    details.put("reserved", Micros.units(window.reserved()));
    String message =
        "the budget of " + (ofProvider ? "provider '" : "tenant '") + window.key + "' is spent";
    if (window.endMillis == Long.MAX_VALUE) {
      return RouteRejection.of(ErrorCode.BUDGET_EXCEEDED, message, details);
    }
    long wait = Math.max(1, window.endMillis - nowMillis);
    details.put("retry_after_seconds", (wait + 999) / 1000);
    return RouteRejection.of(ErrorCode.BUDGET_EXCEEDED, message, details)
        .retryAfter(Duration.ofMillis(wait));
  }
}
