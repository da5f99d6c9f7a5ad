package beamline.router.api.admin;

import java.util.List;

/**
 * Some entries of a chain.
 *
 * @param entries those that were asked for, in order; there can be fewer than were looked at
 * @param nextIndex where to go on; the index that was asked for when nothing is there yet
 */
public record AuditPage(List<AuditEntry> entries, long nextIndex) {

  public AuditPage {
    entries = List.copyOf(entries);
  }
}
