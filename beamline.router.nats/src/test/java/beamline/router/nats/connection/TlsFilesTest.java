package beamline.router.nats.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.ComponentConfig;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void bothSidesProveWhoTheyAreWithAnRsaOrAnEcKey() throws Exception {
    for (String algorithm : List.of("RSA", "EC")) {
      make("client", algorithm, "");
      try (NatsServer server = server()) {
        connects(client("tls://localhost:" + server.port(), "tls.ca-file", file("server.crt")));
        refused(
            Map.of("url", "tls://localhost:" + server.port(), "tls.ca-file", file("server.crt")));
      }
    }
  }

  @Test
  void aCertificateOfAnotherHostOrAuthorityIsRefusedUnlessNothingIsChecked() throws Exception {
    make("client", "EC", "");
    make("other", "EC", "SAN=dns:localhost");
    try (NatsServer server = server()) {
      String byAddress = "tls://127.0.0.1:" + server.port();
      refused(client(byAddress, "tls.ca-file", file("server.crt")));
      refused(client("tls://localhost:" + server.port(), "tls.ca-file", file("other.crt")));
      connects(client(byAddress, "tls.verify", "false"));
    }
  }

  @Test
  void aFileThatDoesNotSuitIsNamed() throws Exception {
    pem("old.key", "EC PRIVATE KEY", new byte[1]);
    make("client", "EC", "");
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "tls.enabled", "true",
                        "tls.cert-file", file("client.crt"),
                        "tls.key-file", file("old.key"))))
        .hasMessageContaining("transport.nats.tls.key-file")
        .hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(
            () -> settings(Map.of("tls.enabled", "true", "tls.ca-file", file("client.key"))))
        .hasMessageContaining("transport.nats.tls.ca-file")
        .hasMessageContaining("BEGIN CERTIFICATE");
  }

  /** It takes the client's certificate and no other. */
  private NatsServer server() throws Exception {
    make("server", "RSA", "SAN=dns:localhost");
    return NatsServer.start(
        "tls {\n  cert_file: \""
            + file("server.crt")
            + "\"\n  key_file: \""
            + file("server.key")
            + "\"\n  ca_file: \""
            + file("client.crt")
            + "\"\n  verify: true\n}");
  }

  private Map<String, String> client(String url, String key, String value) {
    return Map.of(
        "url",
        url,
        "tls.cert-file",
        file("client.crt"),
        "tls.key-file",
        file("client.key"),
        key,
        value);
  }

  /** A key and a certificate that it signs itself, as PEM files. */
  private void make(String name, String algorithm, String extension) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Files.deleteIfExists(store);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    command.addAll(extension.isEmpty() ? List.of() : List.of("-ext", extension));
    command.addAll(List.of("-ext", "BC=ca:true"));
    Path log = folder.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private void pem(String file, String what, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + what
            + "-----\n");
  }

  @SuppressWarnings("try") // closing the client's connection may be interrupted
  private static void connects(Map<String, String> values) throws Exception {
    try (Connection connection =
        Nats.connect(
            settings(values).options().connectionTimeout(Duration.ofSeconds(30)).build())) {
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertThat(connection.getServerInfo().isTLSRequired()).isTrue();
    }
  }

  private static void refused(Map<String, String> values) {
    assertThatThrownBy(
            () ->
                Nats.connect(
                    settings(values)
                        .options()
                        .noReconnect()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .build()))
        .isInstanceOf(IOException.class);
  }

  private static ConnectionSettings settings(Map<String, String> values) {
    return ConnectionSettings.from(new ComponentConfig("transport.nats.", values));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}
