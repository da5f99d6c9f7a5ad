package beamline.router.examples.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.examples.command.Console;
import beamline.router.testkit.server.NatsServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BeamlineExtensionTest {
  private static final String MODULE = "beamline.router.examples.extensions";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void anExtensionThatThereIsNotIsSaid() {
    assertThat(run("serve", "no_such")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("there is no extension 'no_such' among the extensions of texts");
  }

  @Test
  void whatIsTwoThingsHasToBeNamedAsOne() {
    assertThat(run("serve", "mask_pii")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("'mask_pii' is post and pre, --kind must say which");
    assertThat(run("serve", "mask_pii", "--kind", "before")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--kind is 'before', must be pre, validator or post");
  }

  @Test
  void settingsThatCannotBeUsedAreSaid() {
    assertThat(run("serve", "pii_guard", "--set", "extensions.texts.kinds=email")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("unknown key extensions.texts.kinds");
    assertThat(run("serve", "pii_guard", "--server", "http://x")).isEqualTo(2);
  }

  @Test
  void itServesUntilItIsToldToStop() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.on(server.url());
        Running service =
            Running.start(
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                modules(),
                "--module",
                MODULE + "/" + MODULE + ".BeamlineExtension",
                "serve",
                "pii_guard",
                "--server",
                server.url())) {
      service.awaitLine(
          "serving validator pii_guard on beamline.ext.validator.pii_guard.v1 as one of"
              + " beamline-ext-pii_guard");
      bus.awaitServed("beamline.ext.validator.pii_guard.v1"); // the server may hear of it later
      assertThat(
              bus.ask(
                  "beamline.ext.validator.pii_guard.v1",
                  "{\"payload\":{\"payload\":{\"text\":\"I am a@b.de\"}}}"))
          .startsWith(
              "{\"status\":\"reject\",\"reason\":\"payload.text contains personal data: email\","
                  + "\"details\":{")
          .contains("\"kind\":\"email\"", "\"field\":\"payload.text\"");
      assertThat(
              bus.ask(
                  "beamline.ext.validator.pii_guard.v1",
                  "{\"payload\":{},\"config\":{\"kinds\":[\"mail\"]}}"))
          .isEqualTo("{\"status\":\"error\",\"message\":\"the extension failed\"}");
      service.awaitLine("beamline.ext.validator.pii_guard.v1 failed");
      service.awaitLine("pii_guard: config.kinds[0] is 'mail', must be one of email, iban, ");
      service.process().destroy();
      assertThat(service.process().waitFor()).as(service::text).isZero();
    }
  }

  private int run(String... arguments) {
    err.reset();
    return BeamlineExtension.run(
        List.of(arguments),
        new Console(
            "beamline-extension",
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false));
  }

  private static String modules() {
    List<String> needed =
        List.of("beamline", "jspecify", "slf4j", "jackson-core", "jnats", "caffeine");
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> needed.stream().anyMatch(entry::contains))
        .filter(entry -> !entry.contains("test-classes") && !entry.contains("testkit"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
