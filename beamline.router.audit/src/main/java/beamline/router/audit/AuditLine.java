package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry on a line of a file: a JSON object whose last member is the record, as the text that was
 * sealed. Only lines of exactly this form are entries: {@code
 * {"chain":"n1","index":1,"form":2,"key_id":"k1","hmac_prev":"","hmac":"…","body":{…}}}.
 */
public final class AuditLine {
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"chain\":\"([A-Za-z0-9_-]{1,64})\",\"index\":([1-9][0-9]{0,17}),\"form\":([12]),"
              + "\"key_id\":\"([A-Za-z0-9_.-]{1,64})\",\"hmac_prev\":\"([0-9a-f]{64}|)\","
              + "\"hmac\":\"([0-9a-f]{64})\",\"body\":");

  /** About what stands around a body. */
  private static final int HEAD = 256;

  private AuditLine() {}

  /** The line of an entry, without its end. */
  public static String write(AuditEntry entry) {
    StringBuilder line = new StringBuilder(entry.body().length() + HEAD);
    append(line, entry);
    return line.toString();
  }

  /** Appends the line of an entry, without its end. */
  public static void append(StringBuilder lines, AuditEntry entry) {
    lines
        .append("{\"chain\":\"")
        .append(entry.chain())
        .append("\",\"index\":")
        .append(entry.index())
        .append(",\"form\":")
        .append(entry.form())
        .append(",\"key_id\":\"")
        .append(entry.keyId())
        .append("\",\"hmac_prev\":\"")
        .append(entry.previousMac())
        .append("\",\"hmac\":\"")
        .append(entry.mac())
        .append("\",\"body\":")
        .append(entry.body())
        .append('}');
  }

  /** The entry of a line; empty when it is none. */
  public static Optional<AuditEntry> read(String line) {
    Matcher head = LINE.matcher(line);
    if (!head.lookingAt() || !line.endsWith("}}") || line.charAt(head.end()) != '{') {
      return Optional.empty();
    }
    long index = Long.parseLong(head.group(2));
    if (head.group(5).isEmpty() != (index == 1)) {
      return Optional.empty();
    }
    return Optional.of(
        new AuditEntry(
            head.group(1),
            index,
            Integer.parseInt(head.group(3)),
            head.group(4),
            head.group(5),
            head.group(6),
            line.substring(head.end(), line.length() - 1)));
  }
}
