package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyReport;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.engine.access.Digest;
import beamline.router.engine.catalogue.StoredPolicies;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies as one caller may see and change them. Who may only read may still change what it
 * created itself. What is about all tenants at once, such as folders, needs the permission for all
 * of them.
 */
final class GuardedPolicies implements Policies {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedPolicies.class);
  private static final String GET = "get";
  private static final String UPSERT = "upsert";
  private static final String DELETE = "delete";
  private static final String ROLLBACK = "rollback";
  private static final String IMPORT = "import";
  private static final String EXPORT = "export";

  private final Guard guard;
  private final StoredPolicies policies;
  private final PolicyOwners owners;

  GuardedPolicies(Guard guard, StoredPolicies policies, PolicyOwners owners) {
    this.guard = guard;
    this.policies = policies;
    this.owners = owners;
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    guard.require(Permission.POLICY_READ, GET, Target.policy(key));
    return policies.get(key);
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    if (!PolicyKey.isId(tenantId)) {
      return List.of(); // nobody's, and not to be written down at any length
    }
    guard.require(Permission.POLICY_READ, "list", Target.policies(tenantId));
    return policies.list(tenantId);
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    guard.require(Permission.POLICY_READ, "history", Target.policy(key));
    return policies.history(key, limit);
  }

  @Override
  public PolicyDocument put(PolicyDocument document) {
    requireWrite(UPSERT, document.key(), document.revision());
    PolicyDocument stored =
        guard.change(
            UPSERT,
            Target.policy(document.key()),
            () -> policies.put(document),
            GuardedPolicies::facts);
    return document.revision() == 0 ? owned(stored) : stored;
  }

  /** Stores a policy with another text, unless somebody else changed it meanwhile. */
  PolicyDocument edit(PolicyKey key, Function<PolicyDocument, String> text) {
    PolicyDocument stored =
        get(key)
            .orElseThrow(
                () ->
                    new RouterException(
                        ErrorCode.POLICY_NOT_FOUND, "policy " + key + " does not exist"));
    requireWrite(UPSERT, key, stored.revision()); // before anything is said of what is in it
    return put(new PolicyDocument(key, text.apply(stored), stored.revision(), stored.updatedAt()));
  }

  /** A new policy is whose it is, or is not there. */
  private PolicyDocument owned(PolicyDocument created) {
    try {
      owners.created(guard.principal(), created.key());
      return created;
    } catch (RouterException e) {
      String so =
          "policy "
              + created.key()
              + (isTakenBack(created) ? " is not stored: " : " is stored and nobody's: ");
      throw new RouterException(e.code(), so + e.getMessage(), so + e.publicMessage(), e);
    }
  }

  private boolean isTakenBack(PolicyDocument created) {
    try {
      return remove(created.key(), created.revision());
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_NOT_TAKEN_BACK)
          .addKeyValue("tenant_id", created.key().tenantId())
          .addKeyValue("policy_id", created.key().policyId())
          .setCause(e)
          .log("a policy is nobody's, and cannot be taken back");
      return false;
    }
  }

  @Override
  public PolicyDocument rollback(PolicyKey key, long toRevision, long expectedRevision) {
    requireWrite(ROLLBACK, key, expectedRevision);
    PolicyDocument stored =
        guard.change(
            ROLLBACK,
            Target.policy(key),
            () -> policies.rollback(key, toRevision, expectedRevision),
            GuardedPolicies::facts);
    return expectedRevision == 0 ? owned(stored) : stored;
  }

  /**
   * A revision that must be stored now is of the policy whose owner is known, not of a later one.
   */
  private void requireWrite(String action, PolicyKey key, long revision) {
    Target target = Target.policy(key);
    if (guard.permits(Permission.POLICY_WRITE, action, target)) {
      return;
    }
    boolean own =
        revision > 0
            && guard.permits(Permission.POLICY_READ, action, target)
            && guard.found(action, target, () -> owners.isOwner(guard.principal(), key));
    if (!own) {
      throw guard.refusal(Permission.POLICY_WRITE, action, target);
    }
  }

  @Override
  public boolean delete(PolicyKey key, long revision) {
    guard.require(Permission.POLICY_DELETE, DELETE, Target.policy(key));
    boolean found = remove(key, revision);
    if (found) {
      owners.deleted(key);
    }
    return found;
  }

  private boolean remove(PolicyKey key, long revision) {
    return guard.change(
        DELETE,
        Target.policy(key),
        () -> policies.delete(key, revision),
        found -> Map.of("revision", revision, "found", found));
  }

  @Override
  public PolicyTransfer importFrom(Path folder) {
    guard.require(Permission.POLICY_WRITE, IMPORT, Target.policies(Grant.ALL_TENANTS));
    return policies.importFrom(folder, this::imported);
  }

  /** Each is a change of its own, so that what was stored is written down wherever it stops. */
  private void imported(PolicyDocument document) {
    boolean created = document.revision() == 0;
    PolicyDocument imported =
        guard.change(
            IMPORT,
            Target.policy(document.key()),
            () -> policies.put(document),
            stored -> {
              Map<String, Object> facts = new HashMap<>(facts(stored));
              facts.put("created", created);
              return facts;
            });
    if (created) {
      owned(imported);
    }
  }

  @Override
  public PolicyTransfer tryImport(Path folder) {
    guard.require(Permission.POLICY_READ, IMPORT, Target.policies(Grant.ALL_TENANTS));
    return policies.tryImport(folder);
  }

  @Override
  public PolicyTransfer exportTo(Path folder) {
    guard.require(Permission.POLICY_READ, EXPORT, Target.policies(Grant.ALL_TENANTS));
    return policies.exportTo(folder);
  }

  @Override
  public PolicyReport check(PolicyDocument document) {
    guard.require(Permission.POLICY_READ, "check", Target.policy(document.key()));
    return policies.check(document);
  }

  @Override
  public Map<PolicyKey, List<PolicyProblem>> quarantined() {
    guard.require(Permission.POLICY_READ, GET, Target.policies(Grant.ALL_TENANTS));
    return policies.quarantined();
  }

  @Override
  public PolicyAnalysis analysis() {
    return new GuardedAnalysis(guard, policies.analysis());
  }

  /** Which text it is can be told from its digest. */
  private static Map<String, Object> facts(PolicyDocument stored) {
    return Map.of("revision", stored.revision(), "checksum", Digest.of(stored.json()).text());
  }
}
