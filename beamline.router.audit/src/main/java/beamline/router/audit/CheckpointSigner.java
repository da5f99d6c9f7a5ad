package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.HexFormat;

/**
 * Signs checkpoints: with the key that seals, or, better, with a private key, so that whoever
 * verifies cannot sign. Not safe for concurrent use.
 */
public final class CheckpointSigner {
  static final String HMAC = "HMAC-SHA256";
  static final String ED25519 = "Ed25519";

  private final String algorithm;
  private final String signer;
  private final Signing signing;

  private interface Signing {
    String sign(byte[] message);
  }

  private CheckpointSigner(String algorithm, String signer, Signing signing) {
    this.algorithm = algorithm;
    this.signer = signer;
    this.signing = signing;
  }

  /** Signs with the key of the ring that seals. */
  public static CheckpointSigner of(KeyRing keys) {
    Macs macs = new Macs(keys);
    String keyId = keys.currentId();
    return new CheckpointSigner(HMAC, keyId, message -> macs.seal(keyId, message));
  }

  /**
   * Signs with an Ed25519 key.
   *
   * @param signer what the key is called
   */
  public static CheckpointSigner of(String signer, PrivateKey key) {
    return new CheckpointSigner(
        ED25519,
        signer,
        message -> {
          try {
            Signature signature = Signature.getInstance(ED25519);
            signature.initSign(key);
            signature.update(message);
            return HexFormat.of().formatHex(signature.sign());
          } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("checkpoint key " + signer + " cannot sign", e);
          }
        });
  }

  /** A checkpoint at an entry. */
  public Checkpoint sign(AuditEntry entry, long epochMillis) {
    Checkpoint unsigned =
        new Checkpoint(
            entry.chain(), entry.index(), entry.mac(), epochMillis, algorithm, signer, "");
    return new Checkpoint(
        entry.chain(),
        entry.index(),
        entry.mac(),
        epochMillis,
        algorithm,
        signer,
        signing.sign(unsigned.message()));
  }
}
