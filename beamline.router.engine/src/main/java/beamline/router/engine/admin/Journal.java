package beamline.router.engine.admin;

import beamline.router.engine.audit.AuditTrail;
import beamline.router.spi.AuditRecord;
import java.util.Map;
import java.util.function.LongSupplier;

/** Writes down who did what, and when. Safe for concurrent use. */
public final class Journal {
  private final AuditTrail trail;
  private final LongSupplier epochMillis;

  /** A journal that goes to this trail. */
  public Journal(AuditTrail trail, LongSupplier epochMillis) {
    this.trail = trail;
    this.epochMillis = epochMillis;
  }

  void tell(String actor, String action, Target target, Map<String, Object> details) {
    trail.record(
        new AuditRecord(
            epochMillis.getAsLong(),
            target.auditTenant(),
            actor,
            action,
            target.type(),
            target.id(),
            details));
  }
}
