package beamline.router.nats.audit;

import beamline.router.api.admin.AuditEntry;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An entry as a message: its text is the payload, everything else is in headers. */
final class EntryMessage {
  private static final String CHAIN = "Audit-Chain";
  private static final String INDEX = "Audit-Index";
  private static final String FORM = "Audit-Form";
  private static final String KEY_ID = "Audit-Key-Id";
  private static final String PREVIOUS_MAC = "Audit-Hmac-Prev";
  private static final String MAC = "Audit-Hmac";

  private EntryMessage() {}

  static Headers headers(AuditEntry entry) {
    return new Headers()
        .put(CHAIN, entry.chain())
        .put(INDEX, Long.toString(entry.index()))
        .put(FORM, Integer.toString(entry.form()))
        .put(KEY_ID, entry.keyId())
        .put(PREVIOUS_MAC, entry.previousMac())
        .put(MAC, entry.mac());
  }

  static byte[] payload(AuditEntry entry) {
    return entry.body().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The entry of a message.
   *
   * @throws IllegalArgumentException when somebody published something else
   */
  static AuditEntry read(MessageInfo message) {
    return new AuditEntry(
        header(message, CHAIN),
        Long.parseLong(header(message, INDEX)),
        Integer.parseInt(header(message, FORM)),
        header(message, KEY_ID),
        header(message, PREVIOUS_MAC),
        header(message, MAC),
        new String(message.getData(), StandardCharsets.UTF_8));
  }

  private static String header(MessageInfo message, String name) {
    @Nullable Headers headers = message.getHeaders();
    @Nullable String value = headers == null ? null : headers.getFirst(name);
    if (value == null) {
      throw new IllegalArgumentException("message " + message.getSeq() + " has no header " + name);
    }
    return value;
  }
}
