package beamline.router.nats.connection;

import beamline.router.api.LogEvent;
import beamline.router.spi.ComponentConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encryption by the files of the configuration. */
final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final char[] NO_PASSWORD = {};

  private TlsFiles() {}

  /** The context that the files describe, read now. */
  static SSLContext context(ComponentConfig config) {
    KeyManager @Nullable [] keys = keys(config);
    TrustManager[] trust = {trust(config)};
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make a TLS context", e);
    }
  }

  private static KeyManager @Nullable [] keys(ComponentConfig config) {
    Optional<String> certificate = config.text("tls.cert-file");
    Optional<String> key = config.text("tls.key-file");
    if (certificate.isEmpty() && key.isEmpty()) {
      return null; // the JDK's way to say: none
    }
    if (certificate.isEmpty()) {
      throw config.invalid("tls.cert-file", "", "set, because tls.key-file is");
    }
    if (key.isEmpty()) {
      throw config.invalid("tls.key-file", "", "set, because tls.cert-file is");
    }
    List<X509Certificate> chain =
        ConfiguredFile.read(
            config, "tls.cert-file", "a PEM file of a certificate", PemFile::certificates);
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          "client",
          ConfiguredFile.read(
              config, "tls.key-file", "a PEM file of a PKCS#8 key", PemFile::privateKey),
          NO_PASSWORD,
          chain.toArray(new X509Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw config.invalid(
          "tls.key-file", key.orElseThrow(), "the key of tls.cert-file: " + e.getMessage());
    }
  }

  private static TrustManager trust(ComponentConfig config) {
    if (!config.flag("tls.verify", true)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_TLS_NOT_VERIFIED)
          .log(
              "INSECURE: tls.verify is false. The certificate of the NATS server is not checked;"
                  + " whoever is on the way can read and change everything.");
      return new TrustsEveryone();
    }
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities(config));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return new ChecksHostName(extended);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot check certificates", e);
    }
    throw new IllegalStateException("this Java cannot check certificates");
  }

  /** Those of the file, or those that the JDK knows. */
  private static @Nullable KeyStore authorities(ComponentConfig config)
      throws GeneralSecurityException {
    if (config.text("tls.ca-file").isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate :
        ConfiguredFile.read(
            config, "tls.ca-file", "a PEM file of certificates", PemFile::certificates)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("nothing was read", e);
    }
  }
}
