package beamline.router.examples.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcSettingsTest {
  @TempDir private Path folder;

  @Test
  void nothingIsServedWithoutAPort() throws Exception {
    assertThat(GrpcSettings.of(RouterConfig.defaults())).isEmpty();
  }

  @Test
  void theLoopbackInterfaceMayGoWithoutTls() throws Exception {
    GrpcSettings settings =
        GrpcSettings.of(RouterConfig.defaults().with("grpc_port", "9000")).orElseThrow();
    assertThat(settings.address().getAddress().isLoopbackAddress()).isTrue();
    assertThat(settings.address().getPort()).isEqualTo(9000);
    assertThat(settings.tls()).isFalse();
  }

  @Test
  void everyOtherInterfaceNeedsACertificate() {
    complains("must be the loopback interface", "grpc.host", "0.0.0.0");
  }

  @Test
  void whatDoesNotFitTogetherIsNamed() throws Exception {
    String file = Files.writeString(folder.resolve("some.pem"), "nothing").toString();
    complains("grpc.tls.certificate and grpc.tls.key", "grpc.tls.key", file);
    complains("grpc.tls.client-ca is set, which needs", "grpc.tls.client-ca", file);
    complains("grpc.tls.key is '" + folder.resolve("no.pem"), "grpc.tls.key", folder + "/no.pem");
    complains("grpc.host is 'no.such.host.invalid'", "grpc.host", "no.such.host.invalid");
  }

  @Test
  void filesOfTlsThatCannotBeUsedAreNamed() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "nothing");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path broken =
        Files.writeString(
            folder.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Identity own = Identity.make(folder, "own", "EC");
    Identity other = Identity.make(folder, "other", "EC");
    Identity another = Identity.make(folder, "another", "RSA");

    refuses("grpc.tls.certificate is '" + garbage, garbage, own.key(), own.certificate());
    refuses("grpc.tls.certificate is '" + broken, broken, own.key(), own.certificate());
    refuses("grpc.tls.certificate is '" + empty, empty, own.key(), own.certificate());
    refuses("grpc.tls.key is '" + garbage, own.certificate(), garbage, own.certificate());
    refuses("grpc.tls.key is '" + other.key(), own.certificate(), other.key(), own.certificate());
    refuses("grpc.tls.key is '" + another.key(), own.certificate(), another.key(), empty);
    refuses("grpc.tls.client-ca is '" + empty, own.certificate(), own.key(), empty);
    refuses("grpc.tls.client-ca is '" + broken, own.certificate(), own.key(), broken);
    for (Identity good : new Identity[] {own, another}) {
      assertThat(GrpcSettings.of(tls(good.certificate(), good.key(), other.certificate())))
          .hasValueSatisfying(settings -> assertThat(settings.tls()).isTrue());
    }
  }

  private static void refuses(String complaint, Path certificate, Path key, Path clientCa) {
    assertThatThrownBy(() -> GrpcSettings.check(tls(certificate, key, clientCa)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(complaint + "'");
  }

  private static RouterConfig tls(Path certificate, Path key, Path clientCa) {
    return RouterConfig.builder()
        .set("grpc.port", "0")
        .set("grpc.tls.certificate", certificate.toString())
        .set("grpc.tls.key", key.toString())
        .set("grpc.tls.client-ca", clientCa.toString())
        .build();
  }

  private static void complains(String complaint, String key, String value) {
    RouterConfig config = RouterConfig.defaults().with("grpc.port", "0").with(key, value);
    assertThatThrownBy(() -> GrpcSettings.check(config))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(complaint);
  }
}
