package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A signed statement that a chain had this seal at this index. Kept where whoever can write the log
 * cannot write, it anchors the chain: what came before cannot be changed or cut off any more
 * without it being seen.
 *
 * @param chain the chain
 * @param index its newest entry then
 * @param mac the seal of that entry
 * @param epochMillis when it was signed
 * @param algorithm how: {@code HMAC-SHA256} or {@code Ed25519}
 * @param signer the id of the key that signed
 * @param signature in hexadecimal digits
 */
public record Checkpoint(
    String chain,
    long index,
    String mac,
    long epochMillis,
    String algorithm,
    String signer,
    String signature) {

  /** What is signed. */
  byte[] message() {
    return Netstrings.of(
        "checkpoint",
        chain,
        Long.toString(index),
        mac,
        Timestamps.write(epochMillis),
        algorithm,
        signer);
  }

  /** On a line, as JSON. */
  public String write() {
    Utf8 json = new Utf8();
    json.append("{\"chain\":");
    CanonicalText.append(json, chain);
    json.append(",\"index\":").append(index).append(",\"hmac\":");
    CanonicalText.append(json, mac);
    json.append(",\"ts\":\"").append(Timestamps.write(epochMillis)).append("\",\"algorithm\":");
    CanonicalText.append(json, algorithm);
    json.append(",\"signer\":");
    CanonicalText.append(json, signer);
    json.append(",\"signature\":");
    CanonicalText.append(json, signature);
    return json.append('}').toString();
  }

  /**
   * Reads what {@link #write} wrote. The signature is not looked at.
   *
   * @throws IllegalArgumentException when it is no checkpoint
   */
  public static Checkpoint read(String line) {
    Map<String, Object> members = AuditBody.members(line);
    if (!(members.get("index") instanceof Long index)) {
      throw new IllegalArgumentException("index is missing, must be a number");
    }
    return new Checkpoint(
        AuditBody.text(members, "chain"),
        index,
        AuditBody.text(members, "hmac"),
        Instant.parse(AuditBody.text(members, "ts")).toEpochMilli(),
        AuditBody.text(members, "algorithm"),
        AuditBody.text(members, "signer"),
        AuditBody.text(members, "signature"));
  }

  /** The key of a chain that signed, if it was one. */
  Optional<String> sealingKey() {
    return algorithm.equals(CheckpointSigner.HMAC) ? Optional.of(signer) : Optional.empty();
  }

  /** Whether this is about that entry, and right. */
  boolean confirms(AuditEntry entry) {
    return index == entry.index() && mac.equals(entry.mac());
  }
}
