package beamline.router.engine.admin;

import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.audit.Refusals;
import beamline.router.spi.AuditRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Writes down who did what, and when. Safe for concurrent use. */
public final class Journal {
  private static final int MAX_SHOWN = 2000;

  private final AuditTrail trail;
  private final LongSupplier epochMillis;

  /** By who was refused, so that nobody hides what another one tries; known callers only. */
  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

  /** A journal that goes to this trail. */
  public Journal(AuditTrail trail, LongSupplier epochMillis) {
    this.trail = trail;
    this.epochMillis = epochMillis;
  }

  /**
   * Takes a place for the record of a change that is about to be made.
   *
   * @throws beamline.router.api.RouterException when there is none: the change must not be made
   */
  AuditTrail.Place place() {
    return trail.place();
  }

  void tell(String actor, String action, Target target, Map<String, Object> details) {
    trail.record(entry(actor, action, target, details));
  }

  /** Never waits; what one caller brings about too often is counted. */
  void deny(String actor, String action, Target target, Map<String, Object> details) {
    refusals
        .computeIfAbsent(actor, any -> new Refusals(trail, epochMillis))
        .tell(entry(actor, action, target, details));
  }

  /** A value as a record shows it: not at any length. */
  static String shown(Object value) {
    String text = value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  AuditRecord entry(String actor, String action, Target target, Map<String, Object> details) {
    return new AuditRecord(
        epochMillis.getAsLong(),
        target.auditTenant(),
        actor,
        action,
        target.type(),
        target.id(),
        details);
  }
}
