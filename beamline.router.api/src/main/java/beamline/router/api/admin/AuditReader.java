package beamline.router.api.admin;

import java.util.List;

/**
 * The audit log as it is sealed: for who shows it, or verifies it elsewhere. Reads the audit sink
 * in the calling thread, which may take long; decisions do not wait for it. What was recorded a
 * moment ago may not be there yet. Safe for concurrent use.
 *
 * <p>Every method throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN} when the audit sink cannot be reached.
 */
public interface AuditReader {
  /** How many entries can be looked at with one call. */
  int MAX_ENTRIES = 10_000;

  /** The chains that have entries, by name. Needs {@link Permission#AUDIT_READ} for all tenants. */
  List<String> chains();

  /**
   * Reads entries of a chain in order, beginning with the oldest there still is at an index or
   * after it. Needs {@link Permission#AUDIT_READ} for that tenant.
   *
   * @param fromIndex 1 or more
   * @param limit how many entries of the chain to look at, 1 to {@value #MAX_ENTRIES}
   * @param tenantId only the records that concern this tenant are given, as the records say; {@link
   *     Grant#ALL_TENANTS} for all of them
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when an argument is none of these
   */
  AuditPage entries(String chain, long fromIndex, int limit, String tenantId);
}
