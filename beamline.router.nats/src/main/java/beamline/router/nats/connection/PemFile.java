package beamline.router.nats.connection;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates and private keys as text. Messages of what is thrown show no key. */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([\\s\\S]*?)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemFile() {}

  static List<X509Certificate> certificates(String text) {
    List<X509Certificate> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(content(block))));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate in it cannot be read", e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("it has no BEGIN CERTIFICATE");
    }
    return found;
  }

  static PrivateKey privateKey(String text) {
    Matcher block = BLOCK.matcher(text);
    String other = "";
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        return privateKey(content(block));
      }
      if (block.group(1).endsWith("PRIVATE KEY")) {
        other = block.group(1);
      }
    }
    throw new IllegalArgumentException(
        other.isEmpty()
            ? "it has no BEGIN PRIVATE KEY"
            : "it is a "
                + other
                + ", which `openssl pkcs8 -topk8 -nocrypt -in FILE` turns into PKCS#8");
  }

  private static PrivateKey privateKey(byte[] content) {
    @Nullable InvalidKeySpecException other = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
      } catch (InvalidKeySpecException e) {
        other = e; // it is of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("its key is none of " + ALGORITHMS, other);
  }

  private static byte[] content(Matcher block) {
    return Base64.getMimeDecoder().decode(block.group(2));
  }
}
