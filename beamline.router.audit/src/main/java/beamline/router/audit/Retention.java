package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import java.util.Map;

/**
 * The record by which a chain says of itself up to where entries are removed: written before they
 * are, and sealed, so that what is left proves where it begins.
 */
public final class Retention {
  private static final String ACTION = "audit.retention";
  private static final String MARK = "\"action\":\"" + ACTION + "\"";

  private Retention() {}

  /** The record to append before everything up to this entry is removed. */
  public static AuditRecord record(AuditEntry lastRemoved, long epochMillis) {
    return new AuditRecord(
        epochMillis,
        "",
        "router",
        ACTION,
        "audit_chain",
        lastRemoved.chain(),
        Map.of("removed_to", lastRemoved.index(), "hmac", lastRemoved.mac()));
  }

  /**
   * Whether an entry is such a record, and one that allows a chain to begin with that entry. In
   * form 1 the index is not sealed, so that only the seal before says where the beginning is.
   */
  static boolean allows(AuditEntry entry, AuditEntry first) {
    if (!entry.body().contains(MARK)) {
      return false;
    }
    AuditRecord record = AuditBody.read(entry.body());
    return record.action().equals(ACTION)
        && record.details().get("removed_to") instanceof Long removedTo
        && ((removedTo >= first.index() && first.form() != ChainForm.ONE.number())
            || (removedTo == first.index() - 1
                && first.previousMac().equals(record.details().get("hmac"))));
  }
}
