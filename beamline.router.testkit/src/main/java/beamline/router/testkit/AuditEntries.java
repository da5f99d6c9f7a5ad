package beamline.router.testkit;

import beamline.router.api.admin.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes entries that follow one another, for tests of sinks. Their seals are no seals but the
 * SHA-256 of the text and the entry before. Not safe for concurrent use.
 */
public final class AuditEntries {
  private final String chain;
  private long index;
  private String previousMac = "";

  /** The beginning of a chain. */
  public AuditEntries(String chain) {
    this.chain = chain;
  }

  /** The next entry, with this text. */
  public AuditEntry next(String body) {
    String mac = sha256(previousMac + body);
    AuditEntry entry = new AuditEntry(chain, ++index, 2, "test-key", previousMac, mac, body);
    previousMac = mac;
    return entry;
  }

  /** The next entry, with a record of a policy. */
  public AuditEntry next() {
    return next(
        "{\"ts\":\"2026-11-28T00:00:00.000Z\",\"tenant_id\":\"acme\",\"actor\":\"ada\","
            + "\"action\":\"policy.put\",\"resource_type\":\"policy\",\"resource_id\":\"p"
            + (index + 1)
            + "\",\"details\":{\"number\":"
            + (index + 1)
            + "}}");
  }

  /** The next entries, so many. */
  public List<AuditEntry> next(int count) {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(next());
    }
    return entries;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
