package beamline.router.audit;

import beamline.router.spi.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Texts and seals as the documentation describes them, in the shortest way and not the fastest. */
final class PlainForm {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private PlainForm() {}

  static String body(AuditRecord record) {
    StringJoiner details = new StringJoiner(",", "{", "}");
    new TreeMap<>(record.details())
        .forEach((name, value) -> details.add(text(name) + ":" + value(value)));
    return "{\"ts\":\""
        + TIME.format(Instant.ofEpochMilli(record.epochMillis()))
        + "\",\"tenant_id\":"
        + text(record.tenantId())
        + ",\"actor\":"
        + text(record.actor())
        + ",\"action\":"
        + text(record.action())
        + ",\"resource_type\":"
        + text(record.resourceType())
        + ",\"resource_id\":"
        + text(record.resourceId())
        + ",\"details\":"
        + details
        + "}";
  }

  static String seal(
      ChainForm form,
      String secret,
      String chain,
      long index,
      String keyId,
      String previousMac,
      AuditRecord record) {
    String body = body(record);
    if (form == ChainForm.TWO) {
      return hmac(
          secret,
          netstring("2")
              + netstring(keyId)
              + netstring(chain)
              + netstring(Long.toString(index))
              + netstring(previousMac)
              + netstring(body));
    }
    return hmac(
        secret,
        body.substring(7, 31)
            + plain(record.actor())
            + plain(record.action())
            + sha256(body)
            + previousMac);
  }

  private static String value(Object value) {
    boolean bare =
        value instanceof Boolean
            || (value instanceof Number number && Double.isFinite(number.doubleValue()));
    return bare ? value.toString() : text(value.toString());
  }

  private static String text(String text) {
    StringBuilder json = new StringBuilder();
    plain(text)
        .chars()
        .forEach(
            c ->
                json.append(
                    switch (c) {
                      case '"' -> "\\\"";
                      case '\\' -> "\\\\";
                      case '\n' -> "\\n";
                      case '\r' -> "\\r";
                      case '\t' -> "\\t";
                      default ->
                          c < ' ' ? String.format("\\u%04x", c) : Character.toString((char) c);
                    }));
    return "\"" + json + "\"";
  }

  /** Without NUL and halves of pairs. */
  private static String plain(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String netstring(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + ":" + text + ",";
  }

  private static String hmac(String secret, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
