package beamline.router.examples.node.dlq;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.LogEntry;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message that could not be handled, as its stream holds it.
 *
 * @param subject the subject of the dead letter
 * @param sequence its number in the stream
 * @param storedAtMillis when it was stored, in milliseconds since the epoch
 * @param originalSubject where the message had been sent
 * @param originalId the message's own id, if it had one
 * @param reason why it is dead, in a word
 * @param detail why it is dead, in a sentence
 * @param tenantId whose it is, if that could be read
 * @param headers those that the message had, without what the bus and the dead letter added
 * @param payload the message itself, if the dead letter holds it
 */
record DeadLetter(
    String subject,
    long sequence,
    long storedAtMillis,
    String originalSubject,
    Optional<String> originalId,
    String reason,
    String detail,
    String tenantId,
    Map<String, String> headers,
    Optional<byte[]> payload) {

  private static final String SUFFIX = ".dlq";
  private static final String OWN_ID_PREFIX = "dlq-";

  /** Reads one; whatever it lacks is empty, so that it can be looked at all the same. */
  static DeadLetter read(LogEntry entry) {
    Message message = entry.message();
    Map<String, Object> body = JsonFields.read(message.payload());
    return new DeadLetter(
        message.subject(),
        entry.sequence(),
        entry.storedAtMillis(),
        text(body, "original_subject").orElseGet(() -> withoutSuffix(message.subject())),
        message.header("x-original-msg-id").or(() -> text(body, "msg_id")),
        message
            .header("x-dlq-reason")
            .or(() -> text(body, "reason"))
            .or(() -> text(body, "error_code"))
            .orElse("unknown"),
        detail(body),
        message.header("tenant_id").or(() -> text(body, "tenant_id")).orElse("-"),
        originalHeaders(message, body),
        payload(body));
  }

  /** A short name by which it can be asked for: its own id, else its number. */
  String id() {
    return originalId.orElseGet(() -> "#" + sequence);
  }

  /** Where it is stored. */
  String place() {
    return subject + "#" + sequence;
  }

  /** Whether an operator means this one, by any name that {@code dlq list} shows. */
  boolean isCalled(String name) {
    return name.equals(id())
        || name.equals("#" + sequence)
        || name.equals(place())
        || name.equals(Long.toString(sequence))
        || originalId.map(id -> name.equals(OWN_ID_PREFIX + id)).orElse(false);
  }

  private static String detail(Map<String, Object> body) {
    return body.get("validation_error") instanceof Map<?, ?> error
        ? String.valueOf(error.get("message"))
        : text(body, "error_code").orElse("");
  }

  private static Optional<byte[]> payload(Map<String, Object> body) {
    return text(body, "payload_base64").flatMap(DeadLetter::decoded);
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> originalHeaders(Message message, Map<String, Object> body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (body.get("headers") instanceof Map<?, ?> kept) {
      kept.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    } else {
      headers.putAll(message.headers());
    }
    headers.keySet().removeIf(DeadLetter::isAdded);
    return headers;
  }

  private static boolean isAdded(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("x-dlq-") || name.startsWith("x-original-") || name.startsWith("nats-");
  }

  private static String withoutSuffix(String subject) {
    return subject.endsWith(SUFFIX)
        ? subject.substring(0, subject.length() - SUFFIX.length())
        : subject;
  }

  private static Optional<String> text(Map<String, Object> body, String name) {
    @Nullable Object value = body.get(name);
    return value instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }
}
