package beamline.router.engine.flow.deadletter;

import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a dead letter is written: both formats of the routing contract (7.6) in one.
 *
 * <p>The body is a JSON object:
 *
 * <ul>
 *   <li>{@code version}: {@code "1"}
 *   <li>{@code original_subject}: where the message had been sent
 *   <li>{@code original_payload_hash}: SHA-256 of its payload, in hexadecimal digits
 *   <li>{@code payload_base64}: its payload, unless that is switched off or would be too large
 *   <li>{@code headers}: its headers, as an object of texts
 *   <li>{@code reason}, {@code error_code}: why it is dead; {@code validation_error} with {@code
 *       code}, {@code message} and {@code severity} says more
 *   <li>{@code context}: what is known of it, as an object of texts
 *   <li>{@code msg_id}, {@code tenant_id}, {@code trace_id}: absent when unknown
 *   <li>{@code stream_sequence}: its number in its stream, absent when it was in none
 *   <li>{@code timestamp}, {@code received_at}: when it died, in milliseconds since the epoch
 *   <li>{@code router_node_id}: which node gave it up
 * </ul>
 *
 * <p>The headers are those of the message over {@code version} and {@code tenant_id}, and over them
 * {@code x-dlq-reason}, {@code x-original-msg-id}, {@code x-original-subject} and {@code
 * Nats-Msg-Id}, which is {@code dlq-} and the message's own id, else a hash of its subject, payload
 * and number.
 */
final class DeadLetterMessage {
  static final String REASON = "x-dlq-reason";
  static final String ORIGINAL_ID = "x-original-msg-id";
  static final String ORIGINAL_SUBJECT = "x-original-subject";
  private static final String TRACE_ID = "trace_id";
  private static final int EXPECTED_BYTES = 1024;

  private final DeadLetter letter;
  private final Message original;
  private final @Nullable String originalId;
  private final String nodeId;

  DeadLetterMessage(DeadLetter letter, String nodeId) {
    this.letter = letter;
    this.nodeId = nodeId;
    this.original = letter.original();
    this.originalId = original.headers().get(Message.MESSAGE_ID);
  }

  Message to(String subject, boolean withPayload, long nowMillis) {
    return Message.of(subject, body(withPayload, nowMillis), headers());
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put(WireHeaders.VERSION, "1");
    String tenantId = letter.tenantId();
    if (tenantId != null && WireHeaders.isSafe(tenantId)) {
      headers.put(WireHeaders.TENANT_ID, tenantId);
    }
    original
        .headers()
        .forEach(
            (name, value) -> {
              // the server's own headers would make it refuse the dead letter, or move it elsewhere
              if (!name.toLowerCase(Locale.ROOT).startsWith("nats-")) {
                headers.put(name, value);
              }
            });
    headers.put(REASON, letter.reason());
    headers.put(ORIGINAL_SUBJECT, original.subject());
    if (originalId != null) {
      headers.put(ORIGINAL_ID, originalId);
    }
    headers.put(Message.MESSAGE_ID, "dlq-" + id());
    return headers;
  }

  /**
   * The number of the message is part of it: two messages with the same bytes are two dead letters,
   * one that is delivered twice is one.
   */
  private String id() {
    String given = letter.id();
    if (given != null) {
      return given;
    }
    if (originalId != null) {
      return originalId;
    }
    MessageDigest digest = sha256();
    digest.update(original.subject().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(original.payload());
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(letter.sequence()).array());
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private byte[] body(boolean withPayload, long nowMillis) {
    int payload = withPayload ? original.payload().length * 4 / 3 : 0;
    JsonWriter out =
        new JsonWriter(EXPECTED_BYTES + payload)
            .object()
            .member("version", "1")
            .member("original_subject", original.subject())
            .member(
                "original_payload_hash",
                HexFormat.of().formatHex(sha256().digest(original.payload())));
    if (withPayload) {
      out.member("payload_base64", Base64.getEncoder().encodeToString(original.payload()));
    }
    out.member("headers", (Object) original.headers())
        .member("reason", letter.reason())
        .member("error_code", letter.kind().name())
        .object("validation_error")
        .member("code", letter.reason())
        .member("message", letter.detail())
        .member("severity", "error")
        .end()
        .member("context", (Object) letter.context());
    member(out, "msg_id", originalId);
    member(out, "tenant_id", letter.tenantId());
    member(out, "trace_id", original.headers().get(TRACE_ID));
    if (letter.sequence() > 0) {
      out.member("stream_sequence", letter.sequence());
    }
    return out.member("timestamp", nowMillis)
        .member("received_at", nowMillis)
        .member("router_node_id", nodeId)
        .end()
        .toBytes();
  }

  private static void member(JsonWriter out, String name, @Nullable String value) {
    if (value != null) {
      out.member(name, value);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
