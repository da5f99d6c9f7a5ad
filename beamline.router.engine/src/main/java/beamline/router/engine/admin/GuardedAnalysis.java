package beamline.router.engine.admin;

import beamline.router.api.Explanation;
import beamline.router.api.RouteRequest;
import beamline.router.api.admin.Permission;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyDiff;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyView;
import beamline.router.api.policy.ReplayReport;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The analysis of policies of those tenants whose policies the caller may see. */
final class GuardedAnalysis implements PolicyAnalysis {
  private final Guard guard;
  private final PolicyAnalysis analysis;

  GuardedAnalysis(Guard guard, PolicyAnalysis analysis) {
    this.guard = guard;
    this.analysis = analysis;
  }

  private void require(PolicyDocument document) {
    guard.require(Permission.POLICY_READ, "analyze", Target.policy(document.key()));
  }

  @Override
  public PolicyDiff diff(PolicyDocument before, PolicyDocument after) {
    require(before);
    require(after);
    return analysis.diff(before, after);
  }

  @Override
  public PolicyComplexity complexity(PolicyDocument document) {
    require(document);
    return analysis.complexity(document);
  }

  @Override
  public Explanation dryRun(PolicyDocument document, RouteRequest request) {
    require(document);
    return analysis.dryRun(document, request);
  }

  @Override
  public Explanation dryRun(PolicyDocument document, byte[] recorded) {
    require(document);
    return analysis.dryRun(document, recorded);
  }

  @Override
  public ReplayReport replay(
      PolicyDocument before,
      PolicyDocument after,
      Path recording,
      Consumer<ReplayReport> progress) {
    require(before);
    require(after);
    return analysis.replay(before, after, recording, progress);
  }

  @Override
  public PolicyView view(PolicyDocument document) {
    require(document);
    return analysis.view(document);
  }

  @Override
  public PolicyDocument document(String tenantId, PolicyView view) {
    PolicyKey key = new PolicyKey(tenantId, view.policyId());
    guard.require(Permission.POLICY_READ, "analyze", Target.policy(key));
    return analysis.document(tenantId, view);
  }
}
