package beamline.router.engine.catalogue;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyReport;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.engine.policy.ParsedPolicy;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.store.Store;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of a store, each change of which is in force when the call returns. Closing leaves
 * the store open, which may be the host's, and refuses calls of whoever still holds this.
 */
public final class StoredPolicies implements Policies, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredPolicies.class);
  private static final int MAX_NAMED = 10;

  private final PolicyStore store;
  private final PolicyCatalogue catalogue;
  private final PolicyAdmission admission;
  private final Function<String, Quotas> quotas;
  private final PipelineLimits pipelines;
  private final Quotas.Exceeded exceeded;
  private final PolicyAnalysis analysis;
  private volatile boolean closed;

  /**
   * Policies of this store, in force through this catalogue.
   *
   * @param quotas how much a tenant may store now
   * @param pipelines how many extensions a tenant may use
   * @param exceeded is told what was too much
   */
  public StoredPolicies(
      PolicyStore store,
      PolicyCatalogue catalogue,
      PolicyAdmission admission,
      Function<String, Quotas> quotas,
      PipelineLimits pipelines,
      Quotas.Exceeded exceeded,
      PolicyAnalysis analysis) {
    this.store = store;
    this.catalogue = catalogue;
    this.admission = admission;
    this.quotas = quotas;
    this.pipelines = pipelines;
    this.exceeded = exceeded;
    this.analysis = analysis;
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return ask(store -> store.get(key));
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return ask(store -> store.list(tenantId));
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    return ask(store -> store.history(key, limit));
  }

  @Override
  public PolicyDocument put(PolicyDocument document) {
    ParsedPolicy parsed = admission.parse(document);
    PolicyModel model = parsed.model();
    if (model == null) {
      throw new InvalidPolicyException(document.key(), parsed.problems());
    }
    checkExtensions(document.key(), model);
    Quotas own = quotas.apply(document.key().tenantId());
    own.check(document.key(), model, exceeded);
    Write write = ask(store -> store.put(document, document.revision(), own.policies()));
    if (write instanceof Write.Done done) {
      PolicyDocument stored = stored(document, done.revision());
      catalogue.accept(stored);
      return new PolicyDocument(
          document.key(), document.json(), done.revision(), stored.updatedAt(), parsed.warnings());
    }
    if (write instanceof Write.Full) {
      exceeded.by(document.key(), QuotaViolation.Type.POLICIES, own.policies(), own.policies() + 1);
      throw own.full(document.key());
    }
    throw conflict(document.key(), document.revision(), write);
  }

  private void checkExtensions(PolicyKey key, PolicyModel model) {
    List<PolicyProblem> problems = pipelines.problems(model);
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(key, problems);
    }
    Optional<PolicyProblem> ofTenant = pipelines.ofTenant(key, model, catalogue.of(key.tenantId()));
    if (ofTenant.isPresent()) {
      throw new RouterException(
          ErrorCode.QUOTA_EXCEEDED, "policy " + key + " " + ofTenant.get().message());
    }
  }

  /** As it is in the store; a store that fails only now has stored it all the same. */
  private PolicyDocument stored(PolicyDocument document, long revision) {
    try {
      Optional<PolicyDocument> stored = store.get(document.key());
      if (stored.isPresent()) {
        return stored.get();
      }
    } catch (RouterException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_NOT_READ_BACK)
          .addKeyValue("tenant_id", document.key().tenantId())
          .addKeyValue("policy_id", document.key().policyId())
          .setCause(e)
          .log("a policy was stored and cannot be read back");
    }
    return new PolicyDocument(document.key(), document.json(), revision, Instant.now());
  }

  @Override
  public PolicyDocument rollback(PolicyKey key, long toRevision, long expectedRevision) {
    PolicyDocument former =
        ask(store -> store.revision(key, toRevision))
            .orElseThrow(() -> noSuchRevision(key, toRevision, history(key, MAX_NAMED)));
    return put(new PolicyDocument(key, former.json(), expectedRevision, former.updatedAt()));
  }

  private static RouterException noSuchRevision(
      PolicyKey key, long revision, List<PolicyChange> history) {
    List<PolicyDocument> known = PolicyChange.documents(history);
    return new RouterException(
        ErrorCode.POLICY_NOT_FOUND,
        "policy "
            + key
            + " has no revision "
            + revision
            + (known.isEmpty()
                ? ": there was never such a policy, or it is forgotten"
                : ", the store has "
                    + known.stream()
                        .map(document -> String.valueOf(document.revision()))
                        .collect(Collectors.joining(", "))
                    + (history.size() == MAX_NAMED ? " and older ones" : "")));
  }

  @Override
  public PolicyTransfer importFrom(Path folder) {
    return importFrom(folder, this::put);
  }

  /**
   * Brings the policies of a folder into the store.
   *
   * @param put stores one of them, by calling {@link #put}
   */
  public PolicyTransfer importFrom(Path folder, Consumer<PolicyDocument> put) {
    return new FolderImport(this, ask(PolicyStore::current), quotas, folder).run(put);
  }

  @Override
  public PolicyTransfer tryImport(Path folder) {
    return new FolderImport(this, ask(PolicyStore::current), quotas, folder).attempt();
  }

  @Override
  public PolicyTransfer exportTo(Path folder) {
    return FolderExport.write(ask(PolicyStore::current), folder);
  }

  @Override
  public boolean delete(PolicyKey key, long revision) {
    Write write = ask(store -> store.delete(key, revision));
    if (write instanceof Write.Conflict) {
      throw conflict(key, revision, write);
    }
    if (write instanceof Write.Done done) {
      catalogue.remove(key, done.revision());
      return true;
    }
    return false;
  }

  @Override
  public PolicyReport check(PolicyDocument document) {
    ParsedPolicy parsed = admission.parse(document);
    PolicyModel model = parsed.model();
    return new PolicyReport(
        model == null ? parsed.problems() : tooMuch(document.key(), model), parsed.warnings());
  }

  private List<PolicyProblem> tooMuch(PolicyKey key, PolicyModel model) {
    List<PolicyProblem> problems = new ArrayList<>(pipelines.problems(model));
    pipelines.ofTenant(key, model, catalogue.of(key.tenantId())).ifPresent(problems::add);
    problems.addAll(quotas.apply(key.tenantId()).problems(model));
    return problems;
  }

  @Override
  public Map<PolicyKey, List<PolicyProblem>> quarantined() {
    return admission.quarantined();
  }

  @Override
  public PolicyAnalysis analysis() {
    requireOpen();
    return analysis;
  }

  private <T> T ask(Function<PolicyStore, T> question) {
    requireOpen();
    return Store.POLICIES.ask(() -> question.apply(store));
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
