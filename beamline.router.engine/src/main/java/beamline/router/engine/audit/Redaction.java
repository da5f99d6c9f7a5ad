package beamline.router.engine.audit;

import beamline.router.spi.AuditRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Masks the values of details: those that the configuration names, because they are about persons,
 * and whatever is called a secret. Immutable.
 */
final class Redaction {
  static final String MASK = "[redacted]";

  /** Of a decision: it is recorded as the actor. */
  private static final String USER = "user_id";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(passw|secret|token|api[-_.]?key|private[-_.]?key|authorization|credential).*");

  private final Set<String> names;

  Redaction(List<String> names) {
    this.names = Set.copyOf(names);
  }

  AuditRecord mask(AuditRecord record) {
    boolean user = names.contains(USER) && DecisionMade.ACTIONS.contains(record.action());
    if (!user && record.details().keySet().stream().noneMatch(this::isMasked)) {
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

  private boolean isMasked(String name) {
    return names.contains(name) || SECRET.matcher(name).matches();
  }
}
