package beamline.router.engine.catalogue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyReport;
import beamline.router.engine.policy.ParsedPolicy;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of a store, each change of which is in force when the call returns. Closing leaves
 * the store open, which may be the host's, and refuses calls of whoever still holds this.
 */
public final class StoredPolicies implements Policies, AutoCloseable {
  private final PolicyStore store;
  private final PolicyCatalogue catalogue;
  private final PolicyAnalysis analysis;
  private volatile boolean closed;

  /** Policies of this store, in force through this catalogue. */
  public StoredPolicies(PolicyStore store, PolicyCatalogue catalogue, PolicyAnalysis analysis) {
    this.store = store;
    this.catalogue = catalogue;
    this.analysis = analysis;
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return store().get(key);
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return store().list(tenantId);
  }

  @Override
  public PolicyDocument put(PolicyDocument document) {
    ParsedPolicy parsed = catalogue.parse(document);
    if (!parsed.problems().isEmpty()) {
      throw new InvalidPolicyException(document.key(), parsed.problems());
    }
    Write write = store().put(document, document.revision());
    if (write instanceof Write.Done done) {
      PolicyDocument stored = store.get(document.key()).orElse(document);
      catalogue.accept(stored);
      return new PolicyDocument(
          document.key(), document.json(), done.revision(), stored.updatedAt(), parsed.warnings());
    }
    throw conflict(document.key(), document.revision(), write);
  }

  @Override
  public boolean delete(PolicyKey key, long revision) {
    Write write = store().delete(key, revision);
    if (write instanceof Write.Conflict) {
      throw conflict(key, revision, write);
    }
    catalogue.remove(key);
    return write instanceof Write.Done;
  }

  @Override
  public PolicyReport check(PolicyDocument document) {
    ParsedPolicy parsed = catalogue.parse(document);
    return new PolicyReport(parsed.problems(), parsed.warnings());
  }

  @Override
  public Map<PolicyKey, List<PolicyProblem>> quarantined() {
    return catalogue.quarantined();
  }

  @Override
  public PolicyAnalysis analysis() {
    requireOpen();
    return analysis;
  }

  private PolicyStore store() {
    requireOpen();
    return store;
  }

  private void requireOpen() {
    if (closed) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, "the router is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private static RouterException conflict(PolicyKey key, long expected, Write write) {
    long actual = write instanceof Write.Conflict conflict ? conflict.actual() : 0;
    return new RouterException(
        ErrorCode.POLICY_CONFLICT,
        "policy " + key + " is at revision " + actual + ", the change expected " + expected);
  }
}
