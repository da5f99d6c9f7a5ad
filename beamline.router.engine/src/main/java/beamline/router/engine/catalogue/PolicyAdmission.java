package beamline.router.engine.catalogue;

import beamline.router.api.LogEvent;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.ParsedPolicy;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.PolicyParser;
import beamline.router.spi.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes compiled policies of documents, and sets aside those that have problems. Safe for
 * concurrent use.
 */
public final class PolicyAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyAdmission.class);

  private final String storeName;
  private final PolicyParser parser;
  private final PolicyCompiler compiler;
  private final Telemetry telemetry;
  private final Map<PolicyKey, SetAside> quarantine = new ConcurrentHashMap<>();

  private record SetAside(long revision, List<PolicyProblem> problems) {}

  /**
   * Admits documents.
   *
   * @param storeName where they come from, for those who are told
   */
  public PolicyAdmission(
      String storeName, PolicyParser parser, PolicyCompiler compiler, Telemetry telemetry) {
    this.storeName = storeName;
    this.parser = parser;
    this.compiler = compiler;
    this.telemetry = telemetry;
  }

  PolicyCompiler compiler() {
    return compiler;
  }

  /** What is in a document, or what is wrong with it. */
  public ParsedPolicy parse(PolicyDocument document) {
    return parser.parse(document.key().tenantId(), document.key().policyId(), document.json());
  }

  /** Compiles a document without putting it in force; null when it has problems. */
  public @Nullable CompiledPolicy compileAside(PolicyDocument document) {
    PolicyModel model = parse(document).model();
    return model == null
        ? null
        : compiler.aside().compile(document.key(), document.revision(), model);
  }

  /** Compiles a document that is to be in force; null when it was set aside. */
  @Nullable CompiledPolicy admit(PolicyDocument document) {
    long start = System.nanoTime();
    ParsedPolicy parsed = parse(document);
    PolicyModel model = parsed.model();
    PolicyKey key = document.key();
    CompiledPolicy policy = null;
    if (model == null) {
      setAside(key, document.revision(), parsed.problems());
    } else {
      forget(key, document.revision());
      if (!parsed.warnings().isEmpty()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.POLICY_PARTLY_IN_FORCE)
            .addKeyValue("tenant_id", key.tenantId())
            .addKeyValue("policy_id", key.policyId())
            .addKeyValue("reason", parsed.warnings())
            .log("a policy is in force, but not all of it");
      }
      policy = compiler.compile(key, document.revision(), model);
    }
    telemetry.policyLoaded(
        key.tenantId(), key.policyId(), storeName, policy != null, System.nanoTime() - start);
    return policy;
  }

  /**
   * Compiles what is to be in force; null when it was set aside.
   *
   * @param inForce what decides till now; null for nothing
   */
  @Nullable CompiledPolicy admit(PolicyChange change, @Nullable CompiledPolicy inForce) {
    if (change instanceof PolicyChange.Unreadable unreadable) {
      setAside(unreadable, inForce);
    }
    return change instanceof PolicyChange.Updated updated ? admit(updated.document()) : null;
  }

  /** Sets aside what cannot be read, until something newer is told or what decides instead is. */
  void setAside(PolicyChange.Unreadable change, @Nullable CompiledPolicy inForce) {
    setAside(
        change.key(),
        Math.max(change.revision(), inForce == null ? 0 : inForce.revision),
        List.of(new PolicyProblem("", change.problem())));
  }

  private void setAside(PolicyKey key, long revision, List<PolicyProblem> problems) {
    quarantine.put(key, new SetAside(revision, problems));
    LOG.atWarn()
        .addKeyValue(LogEvent.KEY, LogEvent.POLICY_SET_ASIDE)
        .addKeyValue("tenant_id", key.tenantId())
        .addKeyValue("policy_id", key.policyId())
        .addKeyValue("revision", revision)
        .addKeyValue("reason", problems)
        .log("a policy is not usable and the last good revision, if any, stays in force");
  }

  /** Forgets what was wrong with a policy up to this revision. */
  void forget(PolicyKey key, long revision) {
    quarantine.computeIfPresent(key, (same, aside) -> aside.revision() <= revision ? null : aside);
  }

  /** Documents that are not in force since they have problems. */
  public Map<PolicyKey, List<PolicyProblem>> quarantined() {
    Map<PolicyKey, List<PolicyProblem>> problems = new TreeMap<>();
    quarantine.forEach((key, aside) -> problems.put(key, aside.problems()));
    return problems;
  }
}
