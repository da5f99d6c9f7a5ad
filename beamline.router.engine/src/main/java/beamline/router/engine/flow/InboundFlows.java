package beamline.router.engine.flow;

import beamline.router.api.ResultKeys;
import beamline.router.engine.flow.ack.AckFlow;
import beamline.router.engine.flow.ack.AckListener;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.flow.open.AssignmentLogs;
import beamline.router.engine.flow.open.OpenAssignments;
import beamline.router.engine.flow.reconcile.AttemptLimits;
import beamline.router.engine.flow.reconcile.Reconciliation;
import beamline.router.engine.flow.result.ResultFlow;
import beamline.router.engine.flow.result.ResultLog;
import java.util.ArrayList;
import java.util.List;

/** The flows of what comes back from workers. */
final class InboundFlows {
  private InboundFlows() {}

  /**
   * In the order in which they start: the index is complete before results are taken, and results
   * are taken before the first of them is missed.
   */
  static List<Flow> of(FlowContext context, DeadLetters deadLetters, AttemptLimits limits) {
    OpenAssignments index = new OpenAssignments(context);
    List<Flow> flows = new ArrayList<>();
    AssignmentLogs logs = new AssignmentLogs(context, index, new ResultLog(context, index));
    flows.add(logs);
    flows.add(new ResultFlow(context, index, logs::isCurrent, deadLetters));
    if (context.config().get(ResultKeys.ACK_ENABLED)) {
      flows.add(new AckFlow(context, index, logs::isCurrent, deadLetters, AckListener.NONE));
    }
    flows.add(new Reconciliation(context, index, logs::isCurrent, deadLetters, limits));
    return flows;
  }
}
