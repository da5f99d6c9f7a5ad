package beamline.router.examples.node;

import beamline.router.api.ConfigKey;
import beamline.router.api.GrpcKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out whether the files of {@code grpc.tls} can be used, before a handshake does. */
final class TlsFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final byte[] SAMPLE = "a sample".getBytes(StandardCharsets.UTF_8);

  private TlsFiles() {}

  /**
   * Looks at the certificate and its private key.
   *
   * @throws UsageException when one of them is none, or they do not belong together
   */
  static void checkPair(Path certificate, Path key) throws UsageException {
    PublicKey certified = certificates(GrpcKeys.TLS_CERTIFICATE, certificate).getPublicKey();
    PrivateKey own = key(key, certified.getAlgorithm());
    if (!belong(certified, own)) {
      throw new UsageException(
          GrpcKeys.TLS_KEY
              + " is '"
              + key
              + "', must be the private key of "
              + GrpcKeys.TLS_CERTIFICATE
              + ", '"
              + certificate
              + "'");
    }
  }

  /**
   * Looks at the authorities of clients.
   *
   * @throws UsageException when there is none
   */
  static void checkAuthorities(Path file) throws UsageException {
    certificates(GrpcKeys.TLS_CLIENT_CA, file);
  }

  /** The first one of a file of certificates only. */
  private static Certificate certificates(ConfigKey<?> setting, Path file) throws UsageException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(setting, file)));
      if (!found.isEmpty()) {
        return found.iterator().next();
      }
    } catch (GeneralSecurityException e) {
      throw unusable(setting, file, "certificates in PEM", e);
    }
    throw new UsageException(setting + " is '" + file + "', must have a certificate in PEM");
  }

  private static PrivateKey key(Path file, String algorithm) throws UsageException {
    String text = new String(read(GrpcKeys.TLS_KEY, file), StandardCharsets.ISO_8859_1);
    Matcher pem = KEY.matcher(text);
    if (!pem.find()) {
      throw new UsageException(
          GrpcKeys.TLS_KEY
              + " is '"
              + file
              + "', must have a private key in PEM (PKCS 8, not encrypted)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(
          GrpcKeys.TLS_KEY,
          file,
          "a private key of the kind of the certificate's, " + algorithm,
          e);
    }
  }

  /** What one has signed, the other one must verify. */
  private static boolean belong(PublicKey certified, PrivateKey own) {
    try {
      Signature signature = Signature.getInstance(signature(certified.getAlgorithm()));
      signature.initSign(own);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signature(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "DSA" -> "SHA256withDSA";
      default -> algorithm; // Ed25519 and its like: the signature is called as the key
    };
  }

  private static byte[] read(ConfigKey<?> setting, Path file) throws UsageException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unusable(setting, file, "a file that can be read", e);
    }
  }

  private static UsageException unusable(
      ConfigKey<?> setting, Path file, String wanted, Exception cause) {
    return new UsageException(
        setting + " is '" + file + "', must be " + wanted + ": " + cause.getMessage());
  }
}
