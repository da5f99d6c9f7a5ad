package beamline.router.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message of the transport. The payload is not copied: nobody changes it. Immutable. */
public final class Message {
  /** The header by which a server recognises a message that was published before. */
  public static final String MESSAGE_ID = "Nats-Msg-Id";

  private final String subject;
  private final byte[] payload;
  private final Map<String, String> headers;
  private final @Nullable String replyTo;

  private Message(
      String subject, byte[] payload, Map<String, String> headers, @Nullable String replyTo) {
    this.subject = Objects.requireNonNull(subject, "subject");
    this.payload = Objects.requireNonNull(payload, "payload");
    this.headers = headers;
    this.replyTo = replyTo;
  }

  /** A message without headers. */
  public static Message of(String subject, byte[] payload) {
    return new Message(subject, payload, Map.of(), null);
  }

  /** A message with headers; names are case-insensitive. */
  public static Message of(String subject, byte[] payload, Map<String, String> headers) {
    return new Message(subject, payload, caseInsensitive(headers), null);
  }

  /** The same message, with a subject for the reply. */
  public Message replyTo(String value) {
    return new Message(subject, payload, headers, Objects.requireNonNull(value, "replyTo"));
  }

  /** Where it goes, or came from. */
  public String subject() {
    return subject;
  }

  /** Its bytes; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  /** Its headers, the first value of each; names are case-insensitive. Unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** One header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Where the reply is expected. */
  public Optional<String> replyTo() {
    return Optional.ofNullable(replyTo);
  }

  @Override
  public String toString() {
    return "Message[" + subject + ", " + payload.length + " bytes]";
  }

  private static Map<String, String> caseInsensitive(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return Collections.unmodifiableMap(copy);
  }
}
