package beamline.router.engine.audit;

import beamline.router.engine.json.Printable;
import beamline.router.spi.AuditRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the audit trail of refusals that anybody can bring about as often as they like: at most so
 * many in a second, and with the next one how many were passed over. Metrics count all of them.
 * What comes from outside is cut to a bounded length. Never waits. Safe for concurrent use.
 */
public final class Refusals {
  /** Enough to see who does what, and far from filling a log. */
  static final int MOST_IN_A_SECOND = 20;

  private static final int LONGEST_TEXT = 128;
  private static final long SECOND_MILLIS = 1000;

  private final AuditTrail trail;
  private final LongSupplier epochMillis;
  private final String action;

  // guarded by this
  private long second;
  private int told;
  private long passedOver;

  /** Refusals of several kinds: each is told as a record that has its own action. */
  public Refusals(AuditTrail trail, LongSupplier epochMillis) {
    this(trail, epochMillis, "denied");
  }

  /** Refusals of one kind, such as {@code result_denied}. */
  public Refusals(AuditTrail trail, LongSupplier epochMillis, String action) {
    this.trail = trail;
    this.epochMillis = epochMillis;
    this.action = action;
  }

  /**
   * Somebody was refused.
   *
   * @param tenantId whom it concerns, as far as the router itself knows; empty for nobody
   * @param actor who tried, as far as that is known
   */
  public void tell(
      String tenantId, String actor, String type, String id, Map<String, String> details) {
    tell(
        new AuditRecord(
            epochMillis.getAsLong(), tenantId, actor, action, type, id, Map.copyOf(details)));
  }

  /** Somebody was refused, as this record says; its details are texts. */
  public void tell(AuditRecord refusal) {
    long now = refusal.epochMillis() / SECOND_MILLIS;
    long missing;
    synchronized (this) {
      if (now != second) {
        second = now;
        told = 0;
      }
      if (told == MOST_IN_A_SECOND) {
        passedOver++;
        return;
      }
      told++;
      missing = passedOver;
      passedOver = 0;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    refusal.details().forEach((name, text) -> facts.put(name, bounded(text.toString())));
    if (missing > 0) {
      facts.put("passed_over", missing);
    }
    trail.note(
        new AuditRecord(
            refusal.epochMillis(),
            refusal.tenantId(),
            refusal.actor(),
            refusal.action(),
            refusal.resourceType(),
            bounded(refusal.resourceId()),
            facts));
  }

  private static String bounded(String text) {
    return Printable.of(text, LONGEST_TEXT);
  }
}
