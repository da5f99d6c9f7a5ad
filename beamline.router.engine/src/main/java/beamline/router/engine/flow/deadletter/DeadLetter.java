package beamline.router.engine.flow.deadletter;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that cannot be handled, and why. Immutable.
 *
 * @param original the message as it came
 * @param kind the kind of fault, in the three words of the routing contract
 * @param reason an upper-case code such as {@code MISSING_STATUS}: one of few, it labels a counter
 * @param detail what exactly is wrong, for a person; holds nothing of the payload
 * @param sequence the number of the message in its stream; 0 when it was in none
 * @param tenantId whose it is; null when that could not be found out
 * @param context what else is known, such as the ids of the message
 * @param id what tells this dead letter from others; null for one derived from the message
 */
public record DeadLetter(
    Message original,
    Kind kind,
    String reason,
    String detail,
    long sequence,
    @Nullable String tenantId,
    Map<String, String> context,
    @Nullable String id) {

  /** What kind of fault it is: {@code error_code} of the routing contract, 7.6. */
  public enum Kind {
    /** The message itself is wrong: it would fail whenever it came. */
    VALIDATION_FAILED,
    /** It was delivered as often as is allowed, in vain. */
    MAXDELIVER_EXHAUSTED,
    /** It is right, but what it asks for cannot be done. */
    PROCESSING_ERROR
  }

  public DeadLetter {
    Objects.requireNonNull(original, "original");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
  }

  /** A message that cannot be handled for this reason. */
  public static DeadLetter of(Message original, Kind kind, String reason, String detail) {
    return new DeadLetter(original, kind, reason, detail, 0, null, Map.of(), null);
  }

  /** A message that is refused with this code. */
  public static DeadLetter invalid(Message original, ErrorCode code, String detail) {
    return of(original, Kind.VALIDATION_FAILED, code.name(), detail);
  }

  /** The same, for the message of this number in its stream. */
  public DeadLetter at(long newSequence) {
    return new DeadLetter(original, kind, reason, detail, newSequence, tenantId, context, id);
  }

  /** The same, of this tenant. */
  public DeadLetter tenant(@Nullable String newTenantId) {
    return new DeadLetter(original, kind, reason, detail, sequence, newTenantId, context, id);
  }

  /** The same under this id; the message id is {@code dlq-} and the id. */
  public DeadLetter id(String newId) {
    return new DeadLetter(original, kind, reason, detail, sequence, tenantId, context, newId);
  }

  /** The same with one more thing that is known; nothing when there is no value. */
  public DeadLetter with(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(context);
    more.put(name, value);
    return new DeadLetter(original, kind, reason, detail, sequence, tenantId, more, id);
  }
}
