package beamline.router.engine.flow.result;

import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.flow.open.OpenAssignments;
import beamline.router.spi.Transport;
import java.util.function.Consumer;

/**
 * Tells the index of every result that any node will accept, so that none of them sends an
 * assignment again that is answered. What will be refused tells nothing. Safe for concurrent use.
 */
public final class ResultLog implements Consumer<Transport.LogEntry> {
  private final OpenAssignments index;
  private final TenantCheck tenants;

  /** Tells this index. */
  public ResultLog(FlowContext context, OpenAssignments index) {
    this.index = index;
    this.tenants = new TenantCheck(context, "result_denied");
  }

  @Override
  public void accept(Transport.LogEntry entry) {
    ResultMessage result;
    try {
      result = ResultReader.read(entry.message());
    } catch (InvalidMessageException e) {
      return;
    }
    OpenAssignment assignment = result.assignmentIn(index);
    if (assignment == null) {
      String id = result.assignmentId();
      if (id != null && !index.keepEarly(id, entry)) {
        accept(entry);
      }
    } else if (tenants.refusal(entry.message(), result.tenantId(), assignment) == null) {
      index.answered(assignment, entry.storedAtMillis());
    }
  }
}
