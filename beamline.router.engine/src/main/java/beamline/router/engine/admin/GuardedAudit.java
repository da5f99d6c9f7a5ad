package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.AuditPage;
import beamline.router.api.admin.AuditReader;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.policy.PolicyKey;
import beamline.router.audit.AuditBody;
import beamline.router.engine.json.Printable;
import beamline.router.engine.store.Store;
import beamline.router.spi.AuditSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The audit log as one caller may see it. */
final class GuardedAudit implements AuditReader {
  private static final int LONGEST_SHOWN = 64;

  private final Guard guard;
  private final AuditSink sink;

  GuardedAudit(Guard guard, AuditSink sink) {
    this.guard = guard;
    this.sink = sink;
  }

  @Override
  public List<String> chains() {
    guard.require(Permission.AUDIT_READ, "list", Target.chain(Grant.ALL_TENANTS, ""));
    return asked(sink::chains);
  }

  @Override
  public AuditPage entries(String chain, long fromIndex, int limit, String tenantId) {
    boolean all = tenantId.equals(Grant.ALL_TENANTS);
    require(AuditEntry.isChain(chain), "chain", chain, "1 to 64 letters, digits, _ and -");
    require(fromIndex >= 1, "fromIndex", fromIndex, "1 or more");
    require(limit >= 1 && limit <= MAX_ENTRIES, "limit", limit, "1 to " + MAX_ENTRIES);
    require(
        all || PolicyKey.isId(tenantId),
        "tenantId",
        tenantId,
        "1 to 255 characters out of letters, digits and _ . - : /, or * for all");
    guard.require(Permission.AUDIT_READ, "read", Target.chain(tenantId, chain));
    List<AuditEntry> entries = new ArrayList<>();
    long next =
        asked(
            () ->
                sink.read(
                    chain,
                    fromIndex,
                    limit,
                    entry -> {
                      if (all || concerns(entry, tenantId)) {
                        entries.add(entry);
                      }
                    }));
    return new AuditPage(entries, next);
  }

  /** By the record itself: nobody's is what cannot be read. */
  private static boolean concerns(AuditEntry entry, String tenantId) {
    try {
      return AuditBody.read(entry.body()).tenantId().equals(tenantId);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw Store.AUDIT.failed(e);
    }
  }

  private static void require(boolean accepted, String name, Object value, String expected) {
    if (!accepted) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          name
              + " is '"
              + Printable.of(String.valueOf(value), LONGEST_SHOWN)
              + "', must be "
              + expected);
    }
  }
}
