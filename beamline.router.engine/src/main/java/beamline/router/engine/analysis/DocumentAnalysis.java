package beamline.router.engine.analysis;

import beamline.router.api.Explanation;
import beamline.router.api.RouteRequest;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyDiff;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyView;
import beamline.router.api.policy.ReplayReport;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyAdmission;
import beamline.router.engine.decide.Rehearsal;
import beamline.router.engine.policy.ParsedPolicy;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.wire.RecordedRequest;
import beamline.router.engine.wire.RecordingReader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/** Analyses documents as the engine would take them over. */
public final class DocumentAnalysis implements PolicyAnalysis {
  private final PolicyAdmission admission;
  private final Rehearsal rehearsal;
  private final RecordingReader reader;
  private final PipelineComplexity complexity;

  /**
   * An analysis.
   *
   * @param admission knows how documents are read and compiled
   * @param rehearsal decides under them
   * @param reader reads recorded requests
   * @param complexity rates what policies ask of extensions
   */
  public DocumentAnalysis(
      PolicyAdmission admission,
      Rehearsal rehearsal,
      RecordingReader reader,
      PipelineComplexity complexity) {
    this.complexity = complexity;
    this.admission = admission;
    this.rehearsal = rehearsal;
    this.reader = reader;
  }

  @Override
  public PolicyDiff diff(PolicyDocument before, PolicyDocument after) {
    return new PolicyDiff(
        DocumentDiff.of(DocumentTree.of(before), DocumentTree.of(after)),
        Shares.of(admission.parse(before).model(), admission.parse(after).model()));
  }

  @Override
  public PolicyComplexity complexity(PolicyDocument document) {
    return complexity.rate(model(document));
  }

  @Override
  public Explanation dryRun(PolicyDocument document, RouteRequest request) {
    Objects.requireNonNull(request, "request");
    return rehearsal.explain(request, compiled(document));
  }

  @Override
  public Explanation dryRun(PolicyDocument document, byte[] recorded) {
    CompiledPolicy policy = compiled(document);
    RecordedRequest request = reader.read(recorded);
    if (request instanceof RecordedRequest.Refused refused) {
      return rehearsal.refused(refused.rejection(), policy);
    }
    RecordedRequest.Accepted accepted = (RecordedRequest.Accepted) request;
    return accepted.hasDraw()
        ? rehearsal.explain(accepted.request(), policy, accepted.draw())
        : rehearsal.explain(accepted.request(), policy);
  }

  @Override
  public ReplayReport replay(
      PolicyDocument before,
      PolicyDocument after,
      Path recording,
      Consumer<ReplayReport> progress) {
    Objects.requireNonNull(progress, "progress");
    if (!before.key().equals(after.key())) {
      throw new IllegalArgumentException(
          "the documents are of policies "
              + before.key()
              + " and "
              + after.key()
              + ", must be one");
    }
    Replay replay = new Replay(rehearsal, reader, compiled(before), compiled(after));
    return replay.run(Objects.requireNonNull(recording, "recording"), progress);
  }

  @Override
  public PolicyView view(PolicyDocument document) {
    return AdminView.of(model(document), DocumentTree.of(document));
  }

  @Override
  public PolicyDocument document(String tenantId, PolicyView view) {
    PolicyDocument document =
        PolicyDocument.of(tenantId, view.policyId(), AdminView.json(tenantId, view));
    model(document); // refuses what would not make a policy
    return document;
  }

  private PolicyModel model(PolicyDocument document) {
    ParsedPolicy parsed = admission.parse(document);
    PolicyModel model = parsed.model();
    if (model == null) {
      throw new InvalidPolicyException(document.key(), parsed.problems());
    }
    return model;
  }

  private CompiledPolicy compiled(PolicyDocument document) {
    CompiledPolicy policy = admission.compileAside(document);
    if (policy == null) {
      throw new InvalidPolicyException(document.key(), admission.parse(document).problems());
    }
    return policy;
  }
}
