package beamline.router.engine.flow;

import beamline.router.api.IntakeKeys;
import beamline.router.engine.admin.Administrations;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.flow.admin.AdminFlow;
import beamline.router.engine.flow.admin.RecentDecisions;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.engine.flow.assignment.AssignmentPublisher;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.flow.deadletter.StoredDeadLetters;
import beamline.router.engine.flow.intake.DecideFlow;
import beamline.router.engine.flow.worker.WorkerSigns;
import java.util.ArrayList;
import java.util.List;

/** Puts the flows of a node together: the one place where they meet. */
public final class FlowAssembly {
  private final FlowContext context;
  private final DecideParts decide;
  private final Administrations administrations;

  /** The flows for this node. */
  public FlowAssembly(FlowContext context, DecideParts decide, Administrations administrations) {
    this.context = context;
    this.decide = decide;
    this.administrations = administrations;
  }

  /**
   * All of them, in the order in which they start: what comes back is heard before work goes out.
   */
  public Flows flows() {
    List<Flow> flows = new ArrayList<>();
    DeadLetters deadLetters = new StoredDeadLetters(context);
    flows.add(new WorkerSigns(context));
    if (context.transport().hasStreams()) {
      flows.addAll(InboundFlows.of(context, deadLetters, this::maxAttempts));
    }
    RecentDecisions recent = new RecentDecisions();
    Load load =
        new Load(context.config(), context.telemetry(), context.config().get(IntakeKeys.SUBJECT));
    flows.add(
        new DecideFlow(
            context,
            decide,
            new AssignmentPublisher(context),
            new AssignmentIds(),
            deadLetters,
            recent,
            load));
    flows.add(new AdminFlow(context, administrations, recent, load));
    return new Flows(
        context.transport(),
        context.scheduler(),
        new FlowStreams(context.transport(), context.config()),
        flows);
  }

  /** As the policy says that is in force now; once when there is none any more. */
  private int maxAttempts(String tenantId, String policyId) {
    CompiledPolicy policy = decide.catalogue().find(tenantId, policyId);
    return policy == null ? 1 : policy.model.maxAttempts();
  }
}
