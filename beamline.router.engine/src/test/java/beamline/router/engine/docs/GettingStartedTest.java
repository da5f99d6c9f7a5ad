package beamline.router.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyKey;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/getting-started.md} shows is what happens. */
class GettingStartedTest {
  private static final Path PAGE = Path.of("..", "docs", "getting-started.md");

  @TempDir Path folder;

  @Test
  void theFirstHostCompilesRunsAndDecides() throws Exception {
    Path source = Files.writeString(folder.resolve("Host.java"), block("java", 0));
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

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + path(),
                "Host")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .containsPattern("(?m)^(openai|anthropic) because \\S+$")
        .contains("select: ");
  }

  @Test
  void theShownConfigurationIsAccepted() throws IOException {
    RouterConfig config = configured(block("properties", 0));

    assertThat(config.get(LimitKeys.TENANT_ENABLED)).isTrue();
    assertThat(config.get(LimitKeys.TENANT_TIERS)).containsExactly(Map.entry("acme", "premium"));
  }

  @Test
  void theShownProblemsAreToldInThoseWords() {
    assertThatThrownBy(() -> RouterConfig.defaults().with("limit.tennant.enabled", "true"))
        .hasMessageStartingWith(
            "unknown key limit.tennant.enabled, did you mean limit.tenant.enabled?");
    assertThatThrownBy(() -> RouterConfig.defaults().with("limit.tenant.tier", "gold"))
        .hasMessageStartingWith(
            "limit.tenant.tier is 'gold', must be one of basic, premium, enterprise");
  }

  @Test
  void policiesComeFromTheShownFolder() throws IOException {
    String shown = block("properties", 1);
    Path policies = Files.createDirectories(folder.resolve("policies"));
    Files.createDirectories(policies.resolve("acme"));
    Files.writeString(policies.resolve("acme/default.json"), "{\"providers\": [\"openai\"]}");

    RouterConfig config = configured(shown.replace("/etc/beamline/policies", policies.toString()));

    try (RouterEngine router = RouterEngine.builder().config(config).build()) {
      assertThat(router.policies().get(new PolicyKey("acme", "default"))).isPresent();
    }
  }

  private static RouterConfig configured(String text) throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(text));
    RouterConfig.Builder builder = RouterConfig.builder();
    lines.stringPropertyNames().forEach(name -> builder.set(name, lines.getProperty(name)));
    return builder.build();
  }

  private static String block(String language, int index) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    for (int i = 0; i <= index; i++) {
      assertThat(blocks.find()).as(language + " block " + i).isTrue();
    }
    return blocks.group(1);
  }

  static String path() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(property -> System.getProperty(property, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
