package beamline.router.spi;

import beamline.router.api.RouterComponent;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What operators set for single tenants, when tenants exceeded it, and what all nodes together have
 * spent of budgets. Calls may block; none is on the decision path. Safe for concurrent use.
 *
 * <p>A store that cannot be reached throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN}.
 */
public interface TenantStore extends RouterComponent {

  /** What is set for a tenant. */
  Optional<TenantSettings> get(String tenantId);

  /** What is set for all tenants, by id. */
  List<TenantSettings> all();

  /**
   * Stores settings if the stored revision is the expected one. Settings are never removed: where
   * nothing is set any more, that is stored. Revisions of a tenant count up.
   *
   * @param settings what to store; its own revision is ignored
   * @param expectedRevision the revision that must be stored now; 0 when there must be none
   */
  Write put(TenantSettings settings, long expectedRevision);

  /**
   * Tells every change from now on, in order per tenant; a listener that throws is told the next
   * change all the same. A listener must be quick: it runs on the store's thread. A change that the
   * store could not follow closely may be told as the newest state only.
   */
  Watch watch(Consumer<TenantSettings> listener);

  /** Records that limits were exceeded. How many are kept is the store's own choice. */
  void violated(List<QuotaViolation> violations);

  /**
   * When limits of a tenant were exceeded, newest first.
   *
   * @param limit how many at most, 1 or more
   */
  List<QuotaViolation> violations(String tenantId, int limit);

  /**
   * Says what a holder has spent of a budget in a window, and lends it what it asks for, as far as
   * that is left: no race lends a unit twice. What a holder was lent and has not spent is left
   * again when it asks for less, or does not call for as long as its lease. What it has spent stays
   * spent. To call again with the same claim changes nothing but the lease.
   */
  BudgetShare claim(BudgetClaim claim);

  /**
   * Whether {@link #claim} returns at once, since all there is to ask is in this process. Decisions
   * then claim in the calling thread.
   */
  default boolean claimsAtOnce() {
    return false;
  }

  /**
   * What an operator should look at, such as why changes are not followed at the moment; empty
   * while all is well. Never blocks.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** What became of a write. */
  sealed interface Write {
    /** It was done; the revision is the new one. */
    record Done(long revision) implements Write {}

    /** Another revision is stored; 0 when there is none. */
    record Conflict(long expected, long actual) implements Write {}
  }

  /** A registered listener. */
  interface Watch extends AutoCloseable {
    /** Ends the watch; no call to the listener starts after this returns. */
    @Override
    void close();
  }
}
