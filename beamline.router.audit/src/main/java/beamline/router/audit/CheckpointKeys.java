package beamline.router.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads Ed25519 keys from PEM files, as {@code openssl genpkey -algorithm ed25519} writes them. */
public final class CheckpointKeys {
  private CheckpointKeys() {}

  /**
   * Reads a private key.
   *
   * @throws IllegalArgumentException when the file cannot be read or holds another kind of key
   */
  public static PrivateKey privateKey(Path file) {
    byte[] key = pem(file, "PRIVATE KEY");
    try {
      return KeyFactory.getInstance(CheckpointSigner.ED25519)
          .generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw notThat(file, "private", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException when the file cannot be read or holds another kind of key
   */
  public static PublicKey publicKey(Path file) {
    byte[] key = pem(file, "PUBLIC KEY");
    try {
      return KeyFactory.getInstance(CheckpointSigner.ED25519)
          .generatePublic(new X509EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw notThat(file, "public", e);
    }
  }

  private static byte[] pem(Path file, String label) {
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    try {
      String text = Files.readString(file);
      int from = text.indexOf(begin);
      int to = text.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalArgumentException(file + " has no " + begin);
      }
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
  }

  private static IllegalArgumentException notThat(
      Path file, String kind, GeneralSecurityException e) {
    return new IllegalArgumentException(file + " holds no Ed25519 " + kind + " key", e);
  }
}
