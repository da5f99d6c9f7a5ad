package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.headers;
import static beamline.router.grpc.GrpcNode.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/grpc.md} shows is what happens. */
class GrpcPageTest {
  private static final Path PAGE = Path.of("..", "docs", "grpc.md");

  @TempDir private Path folder;

  @Test
  void theHostCompilesAndServes() throws Exception {
    Path source = Files.writeString(folder.resolve("GrpcHost.java"), block("java"));
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                    System.err,
                    System.err,
                    "-d",
                    folder.toString(),
                    "-cp",
                    path(),
                    source.toString()))
        .isZero();
    Certificates certificates = new Certificates(folder).make("server", "server");
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + path(),
                "GrpcHost",
                certificates.certificate("server").toString(),
                certificates.key("server").toString(),
                "0")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(host.getInputStream(), UTF_8))) {
      String port = output.lines().filter(line -> line.startsWith("port ")).findFirst().orElse("");
      assertThat(port).as("what the host says").isNotEmpty();
      calls(
          Grpc.newChannelBuilder(
                  "localhost:" + port.substring("port ".length()),
                  TlsChannelCredentials.newBuilder()
                      .trustManager(certificates.certificate("server").toFile())
                      .build())
              .build());
    } finally {
      host.destroyForcibly();
    }
  }

  private static void calls(ManagedChannel channel) {
    try {
      assertThat(RouterGrpc.newBlockingStub(channel).decide(request("acme")).getProviderId())
          .isEqualTo("gpt");
      assertThat(
              RouterAdminGrpc.newBlockingStub(channel)
                  .withInterceptors(headers("x-api-key", "change-this-key"))
                  .listPolicies(ListPoliciesRequest.newBuilder().setTenantId("acme").build())
                  .getPoliciesCount())
          .isEqualTo(1);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void theSettingsOfTheNodeAreSettings() throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(block("properties")));
    RouterConfig.Builder config = RouterConfig.builder();
    settings.forEach((name, value) -> config.set(name.toString(), value.toString()));
    assertThat(config.build().below("grpc.")).isNotEmpty();
  }

  /** The first block of this language. */
  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as("a block of " + language).isTrue();
    return block.group(1);
  }

  /** A host on the class path has there what the test has on both paths. */
  private static String path() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(System::getProperty)
        .filter(path -> path != null && !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
