package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * What lies at a place of a log.
 *
 * @param place where, for people, such as {@code node-1/00000000000000000001.jsonl:7}
 * @param entry the entry; {@code null} when what lies there is none
 * @param torn whether it ends in the middle, as when the writer was killed
 */
public record StoredEntry(String place, @Nullable AuditEntry entry, boolean torn) {}
