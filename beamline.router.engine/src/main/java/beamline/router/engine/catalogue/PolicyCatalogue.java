package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.provider.ProviderStates;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.Telemetry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force. Readers see one immutable snapshot and take no lock; writers replace it,
 * one at a time. A document with problems changes nothing: it is set aside with its problems while
 * the last good one decides.
 */
public final class PolicyCatalogue implements AutoCloseable {
  /** How many broken policies are looked up in the history at start. */
  private static final int MAX_LOOKED_BACK = 1_000;

  private final PolicyStore store;
  private final PolicyAdmission admission;
  private final FormerPolicies formerPolicies;
  private final ProviderStates states;
  private final Telemetry telemetry;
  private final @Nullable FallbackPolicies fallback;
  private final ReentrantLock writing = new ReentrantLock();
  private final Removals removals = new Removals();

  private volatile PolicySnapshot snapshot = PolicySnapshot.EMPTY;

  private PolicyStore.@Nullable Watch watch;

  /**
   * A catalogue that is empty until {@link #load}.
   *
   * @param fallbackTenant whose policies serve tenants without one of that name; null for nobody's
   */
  public PolicyCatalogue(
      PolicyStore store,
      PolicyAdmission admission,
      ProviderStates states,
      Telemetry telemetry,
      @Nullable String fallbackTenant) {
    this.store = store;
    this.admission = admission;
    this.formerPolicies = new FormerPolicies(store, admission);
    this.states = states;
    this.telemetry = telemetry;
    this.fallback =
        fallbackTenant == null
            ? null
            : new FallbackPolicies(fallbackTenant, admission.compiler(), this::forgetStates);
  }

  /**
   * Follows the store from now on and takes over what it holds. When the store cannot be read, this
   * can be called again.
   */
  public void load() {
    if (watch == null) {
      watch = store.watch(this::changed); // first, so that no change falls between
    }
    List<PolicyChange> current = store.current();
    writing.lock();
    try {
      PolicySnapshot.Draft draft = snapshot.change();
      int lookedBack = 0;
      for (PolicyChange change : current) {
        CompiledPolicy known = draft.find(change.key());
        if (removals.isNews(change, known)) {
          CompiledPolicy policy = admission.admit(change, known);
          if (policy == null && known == null && lookedBack++ < MAX_LOOKED_BACK) {
            policy = formerPolicies.lastGood(change).orElse(null);
          }
          if (policy != null) {
            draft.put(policy);
          }
        }
      }
      publish(draft.done());
    } finally {
      writing.unlock();
    }
  }

  /** The policy that decides, or null. */
  public @Nullable CompiledPolicy find(String tenantId, String policyId) {
    PolicySnapshot now = snapshot;
    CompiledPolicy policy = now.find(tenantId, policyId);
    return policy == null && fallback != null ? fallback.find(now, tenantId, policyId) : policy;
  }

  /** The tenant that lends a policy to one that has none of that name. */
  public Optional<String> lender(String tenantId, String policyId) {
    return snapshot.find(tenantId, policyId) == null
        ? Optional.ofNullable(fallback).map(FallbackPolicies::tenantId)
        : Optional.empty();
  }

  /** A revision that decided once, if the store still has it. */
  public Optional<CompiledPolicy> former(String tenantId, String policyId, long revision) {
    if (!PolicyKey.isId(tenantId) || !PolicyKey.isId(policyId)) {
      return Optional.empty();
    }
    PolicyKey key = new PolicyKey(tenantId, policyId);
    return formerPolicies
        .at(key, revision, key)
        .or(
            () ->
                lender(tenantId, policyId)
                    .flatMap(
                        lender ->
                            formerPolicies.at(key, revision, new PolicyKey(lender, policyId))));
  }

  /** Takes over a document that was just stored, without waiting for the store to tell. */
  public void accept(PolicyDocument document) {
    writing.lock();
    try {
      PolicyKey key = document.key();
      CompiledPolicy current = snapshot.find(key.tenantId(), key.policyId());
      if (current != null && current.revision == document.revision()) {
        admission.forget(key, document.revision());
      } else if (removals.isNews(new PolicyChange.Updated(document), current)) {
        CompiledPolicy policy = admission.admit(document);
        if (policy != null) {
          PolicySnapshot.Draft draft = snapshot.change();
          draft.put(policy);
          replace(key.tenantId(), draft);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Drops a policy that was removed at this revision, unless it came back since. */
  public void remove(PolicyKey key, long revision) {
    writing.lock();
    try {
      removals.add(key, revision);
      CompiledPolicy current = snapshot.find(key.tenantId(), key.policyId());
      admission.forget(key, revision);
      if (current != null && current.revision <= revision) {
        PolicySnapshot.Draft draft = snapshot.change();
        draft.remove(key);
        replace(key.tenantId(), draft);
      }
    } finally {
      writing.unlock();
    }
  }

  /** A tenant's own policies. */
  Collection<CompiledPolicy> of(String tenantId) {
    return snapshot.of(tenantId);
  }

  /** How many policies are in force. */
  public int size() {
    return snapshot.size();
  }

  private void changed(PolicyChange change) {
    if (change instanceof PolicyChange.Updated updated) {
      accept(updated.document());
    } else if (change instanceof PolicyChange.Removed removed) {
      remove(removed.key(), removed.revision());
    } else if (change instanceof PolicyChange.Unreadable unreadable && leavesNothing(unreadable)) {
      formerPolicies
          .lastGoodIfAny(unreadable)
          .ifPresent(former -> putBack(unreadable.key(), former));
    }
  }

  /** Sets it aside, and says whether nothing else is in force. */
  private boolean leavesNothing(PolicyChange.Unreadable unreadable) {
    writing.lock();
    try {
      PolicyKey key = unreadable.key();
      CompiledPolicy current = snapshot.find(key.tenantId(), key.policyId());
      if (!removals.isNews(unreadable, current)) {
        return false;
      }
      admission.setAside(unreadable, current);
      return current == null;
    } finally {
      writing.unlock();
    }
  }

  /** Unless something newer came while it was looked up. */
  private void putBack(PolicyKey key, CompiledPolicy former) {
    writing.lock();
    try {
      if (snapshot.find(key.tenantId(), key.policyId()) == null
          && !removals.cover(key, former.revision)) {
        PolicySnapshot.Draft draft = snapshot.change();
        draft.put(former);
        replace(key.tenantId(), draft);
      }
    } finally {
      writing.unlock();
    }
  }

  private void replace(String tenantId, PolicySnapshot.Draft draft) {
    publish(draft.done());
    forgetStates(tenantId);
  }

  private void publish(PolicySnapshot next) {
    snapshot = next;
    telemetry.policiesHeld(next.size());
  }

  /** Forgets the providers that no policy of the tenant names, its own or lent. */
  private void forgetStates(String tenantId) {
    Set<String> named = new HashSet<>();
    snapshot.of(tenantId).forEach(policy -> Collections.addAll(named, policy.ids));
    if (fallback != null) {
      fallback.lentTo(tenantId).forEach(policy -> Collections.addAll(named, policy.ids));
    }
    states.keepOnly(tenantId, named);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
