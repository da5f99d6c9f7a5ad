package beamline.router.engine.flow;

import beamline.router.api.IntakeKeys;
import beamline.router.engine.flow.admin.RecentDecisions;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.engine.flow.assignment.AssignmentPublisher;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.flow.deadletter.StoredDeadLetters;
import beamline.router.engine.flow.intake.DecideFlow;
import java.util.ArrayList;
import java.util.List;

/** Puts the flows of a node together: the one place where they meet. */
public final class FlowAssembly {
  private final FlowContext context;
  private final DecideParts decide;

  /** The flows for this node. */
  public FlowAssembly(FlowContext context, DecideParts decide) {
    this.context = context;
    this.decide = decide;
  }

  /**
   * All of them, in the order in which they start: what comes back is heard before work goes out.
   */
  public Flows flows() {
    List<Flow> flows = new ArrayList<>();
    DeadLetters deadLetters = new StoredDeadLetters(context);
    // inbound: open assignments, results, acknowledgements, reconciliation, dead letters
    // outbound: decide requests and assignments, administration
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
    return new Flows(
        context.transport(),
        context.scheduler(),
        new FlowStreams(context.transport(), context.config()),
        flows);
  }
}
