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

  private static void complains(String complaint, String key, String value) {
    RouterConfig config = RouterConfig.defaults().with("grpc.port", "0").with(key, value);
    assertThatThrownBy(() -> GrpcSettings.check(config))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(complaint);
  }
}
