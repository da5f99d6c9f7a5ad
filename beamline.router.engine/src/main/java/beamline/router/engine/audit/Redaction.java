package beamline.router.engine.audit;

import beamline.router.spi.AuditRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Masks the values of details: those that the configuration names, because they are about persons,
 * and whatever is called a secret. Safe for concurrent use.
 */
final class Redaction {
  static final String MASK = "[redacted]";

  /** Of a decision: it is recorded as the actor. */
  private static final String USER = "user_id";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(passw|secret|token|api[-_.]?key|private[-_.]?key|authorization|credential).*");

  /** Names are few, and looking for a secret in one takes longer than to seal the record. */
  private static final int MOST_REMEMBERED = 1024;

  private final Set<String> names;
  private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

  Redaction(List<String> names) {
    this.names = Set.copyOf(names);
  }

  AuditRecord mask(AuditRecord record) {
    boolean user = names.contains(USER) && DecisionMade.ACTIONS.contains(record.action());
    if (!user && !anyMasked(record.details().keySet())) {
      return record;
    }
    Map<String, Object> masked = new LinkedHashMap<>(record.details());
    masked.replaceAll((name, value) -> isMasked(name) ? MASK : value);
    return new AuditRecord(
        record.epochMillis(),
        record.tenantId(),
        user ? MASK : record.actor(),
        record.action(),
        record.resourceType(),
        record.resourceId(),
        masked);
  }

  private boolean anyMasked(Set<String> details) {
    for (String name : details) {
      if (isMasked(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMasked(String name) {
    Boolean known = remembered.get(name);
    if (known != null) {
      return known;
    }
    boolean masked = names.contains(name) || SECRET.matcher(name).matches();
    if (remembered.size() < MOST_REMEMBERED) {
      remembered.put(name, masked);
    }
    return masked;
  }
}
