package beamline.router.engine.flow;

import java.util.ArrayList;
import java.util.List;

/** Puts the flows of a node together: the one place where they meet. */
public final class FlowAssembly {
  private final FlowContext context;

  /** The flows for this node. */
  public FlowAssembly(FlowContext context) {
    this.context = context;
  }

  /**
   * All of them, in the order in which they start: what comes back is heard before work goes out.
   */
  public Flows flows() {
    List<Flow> flows = new ArrayList<>();
    // inbound: open assignments, results, acknowledgements, reconciliation, dead letters
    // outbound: decide requests and assignments, administration
    return new Flows(
        context.transport(),
        context.scheduler(),
        new FlowStreams(context.transport(), context.config()),
        flows);
  }
}
