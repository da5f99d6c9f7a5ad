package beamline.router.micrometer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of what happens to messages: each flow has its events. */
final class FlowMeters implements IntakeEvents, AssignmentEvents, ResultEvents, DeliveryEvents {
  private final Ledger ledger;
  private final Map<String, IntakeMeters> intakes = new ConcurrentHashMap<>();

  FlowMeters(Ledger ledger) {
    this.ledger = ledger;
    // Alert rules expect to find these before anything happened, and the switch is on until told.
    ledger.start(AssignmentMetric.ASSIGNMENTS_BLOCKED, LabelValues.OTHER);
    ledger.set(AssignmentMetric.ASSIGNMENTS_OPEN, 0);
    ledger.set(AssignmentMetric.ASSIGNMENTS_ENABLED, 1);
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public IntakeMeters intake(String subject) {
    String label = subject(subject);
    IntakeMeters found = intakes.get(label);
    return found != null
        ? found
        : intakes.computeIfAbsent(label, value -> new IntakeMeters(ledger.meters(), value));
  }

  @Override
  public void auditWritten(int records) {
    ledger.count(NodeMetric.AUDIT_RECORDS, records);
  }

  @Override
  public void auditLost(long records) {
    ledger.count(NodeMetric.AUDIT_LOST, records);
  }
}
